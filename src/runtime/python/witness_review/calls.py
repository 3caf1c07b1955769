"""Calls of a function or method, taken apart so that each version evaluates receiver and arguments by itself."""

import ast
from typing import NamedTuple, Optional


class Call(NamedTuple):
    """`receiver`: text of the object whose method is called, or None. `arguments`: texts, `name=` before those given by name."""

    name: str
    receiver: Optional[str]
    arguments: tuple

    @property
    def text(self):
        before = "%s." % self.receiver if self.receiver is not None else ""
        return "%s%s(%s)" % (before, self.name, ", ".join(self.arguments))


def parsed(text, path):
    """The call of the function of that path in an expression; None where there is none."""
    owner, _, name = path.rpartition(".")
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return None
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or any(isinstance(part, ast.Starred) for part in node.args):
            continue
        if any(keyword.arg is None for keyword in node.keywords):
            continue
        if isinstance(node.func, ast.Name) and not owner and node.func.id == name:
            return Call(name, None, _arguments(node))
        if isinstance(node.func, ast.Attribute) and owner and node.func.attr == name:
            return Call(name, ast.unparse(node.func.value), _arguments(node))
    return None


def _arguments(node):
    named = ["%s=%s" % (keyword.arg, ast.unparse(keyword.value)) for keyword in node.keywords]
    return (*map(ast.unparse, node.args), *named)


def split(argument):
    """(`name=` or empty, the text of the value)."""
    head, sign, value = argument.partition("=")
    if sign and head.isidentifier() and not value.startswith("="):
        return "%s=" % head, value
    return "", argument
