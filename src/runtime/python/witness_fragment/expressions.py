"""What an expression, a parameter list or a docstring says by itself: paths and types."""

import ast
import re

from . import knowledge


def path_of(node):
    """The path of an expression, without a function's name; None where it has none."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return _after(path_of(node.value), "." + node.attr)
    if isinstance(node, ast.Call):
        return _after(path_of(node.func), "()")
    if isinstance(node, ast.Subscript):
        return _after(path_of(node.value), "[]")
    if isinstance(node, ast.Await):
        return path_of(node.value)
    return None


def _after(base, rest):
    return None if base is None else base + rest


def literal_type(node):
    """The type of an expression that says its own type, or None."""
    if isinstance(node, ast.Constant):
        kind = type(node.value).__name__
        return {"NoneType": "None", "bytes": "object"}.get(kind, kind if kind in knowledge.TYPES else "object")
    for kinds, name in (
        ((ast.JoinedStr,), "str"),
        ((ast.List, ast.ListComp, ast.GeneratorExp), "list"),
        ((ast.Tuple,), "tuple"),
        ((ast.Set, ast.SetComp), "set"),
        ((ast.Dict, ast.DictComp), "dict"),
        ((ast.Lambda,), "callable"),
    ):
        if isinstance(node, kinds):
            return name
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        return literal_type(node.operand)
    if isinstance(node, ast.Compare):
        return "bool"
    if isinstance(node, ast.Call):
        name = path_of(node.func) or ""
        if name in ("str", "int", "float", "bool", "list", "tuple", "set", "dict"):
            return name
        if name in ("len", "ord", "sum", "hash", "id"):
            return "int"
        if name in ("repr", "chr", "format", "os.getcwd") or name.startswith("os.path.join"):
            return "str"
        if name == "open":
            return "resource"
        method = name.rpartition(".")[2]
        if "." in name and method in knowledge.CERTAIN_RESULTS:
            return knowledge.METHOD_RESULT[method]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and literal_type(node.left) == "str":
        return "str"
    return None


def arguments_of(node):
    return node.args.posonlyargs + node.args.args + node.args.kwonlyargs


def defaults_of(node):
    positional = node.args.posonlyargs + node.args.args
    yield from zip([a.arg for a in positional[len(positional) - len(node.args.defaults) :]], node.args.defaults)
    yield from ((a.arg, d) for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults) if d is not None)


def names_written(node):
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def documented_types(text):
    """Types of parameters as the common styles of docstrings tell them: Sphinx, NumPy, Google."""
    found = {}
    for pattern in (
        r":type\s+(\w+):\s*([\w.\[\]]+)",
        r":param\s+([\w.]+)\s+(\w+):",
        r"^\s*(\w+)\s*:\s*([\w.\[\]]+)",
        r"^\s*(\w+)\s*\(([\w.\[\]]+)\)\s*:",
    ):
        for match in re.finditer(pattern, text, re.M):
            one, two = match.groups()
            name, kind = (two, one) if pattern.startswith(":param") else (one, two)
            kind = knowledge.type_of_annotation(kind)
            if kind is not None and kind != "object":
                found.setdefault(name, kind)
    return found
