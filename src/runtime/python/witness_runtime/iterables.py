"""Which loops may run code of the program when they ask for their next item."""

import ast

_QUIET = (
    *(ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Constant, ast.JoinedStr),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.BinOp),
)
_QUIET_CALLS = frozenset(["range", "sorted", "list", "tuple", "set", "frozenset", "dict", "str", "bytes", "dir", "input"])
_WRAPPING_CALLS = frozenset(["enumerate", "zip", "reversed"])
_QUIET_METHODS = frozenset(["items", "keys", "values", "split", "splitlines", "readlines", "copy", "strip", "lower", "upper"])


def may_run_code(loop):
    """Whether the iterator of a `for` may be a generator or a class of the program, as far as its text shows."""
    return isinstance(loop, ast.AsyncFor) or not _is_quiet(loop.iter)


def _is_quiet(node):
    if isinstance(node, _QUIET):
        return True
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Slice)
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if isinstance(called, ast.Attribute):
        return called.attr in _QUIET_METHODS
    if not isinstance(called, ast.Name):
        return False
    return called.id in _QUIET_CALLS or (called.id in _WRAPPING_CALLS and all(map(_is_quiet, node.args)))
