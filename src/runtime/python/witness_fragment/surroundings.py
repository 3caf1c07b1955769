"""Where a fragment stands in its file: the classes and functions around it, and whose names it uses."""

import ast

from .expressions import arguments_of, defaults_of, names_written

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Surroundings:
    """`tree` is that of the whole file. Lines are 1-based."""

    def __init__(self, tree, line):
        self.tree = tree
        self.chain = self.around(line)

    def around(self, line):
        """The classes and functions whose bodies hold a line, outermost first."""
        found, body = [], self.tree.body
        while True:
            inner = next((n for n in _definitions(body) if n.body[0].lineno <= line <= n.end_lineno), None)
            if inner is None:
                return found
            found.append(inner)
            body = inner.body

    def owner_of(self, name):
        """The innermost function around the fragment that binds a name, or None."""
        for node in reversed(self.chain):
            if isinstance(node, _FUNCTIONS) and name in _bound(node):
                return node
        return None

    def receiver(self, name):
        """(names of the classes down to it, whether it is the class itself) of a `self` or `cls`; None of other names."""
        for place, node in enumerate(self.chain):
            if place and isinstance(node, _FUNCTIONS) and isinstance(self.chain[place - 1], ast.ClassDef):
                found = _receiver_of(node, name)
                if found is not None:
                    return self._path(self.chain[:place]), found == "class"
        return None

    def receiver_of(self, line, name):
        """The same of a parameter of a function that the fragment itself defines on a line."""
        around = self.around(line)
        around = around[:-1] if around and isinstance(around[-1], _FUNCTIONS) and _start(around[-1]) == line else around
        if not around or not isinstance(around[-1], ast.ClassDef):
            return None
        node = next((n for n in around[-1].body if isinstance(n, _FUNCTIONS) and _start(n) == line), None)
        found = None if node is None else _receiver_of(node, name)
        path = self._path(around)
        return None if found is None or path is None else (path, found == "class")

    def function_at(self, line):
        """The name of the function that is defined on a line."""
        return next((n.name for n in ast.walk(self.tree) if isinstance(n, _FUNCTIONS) and _start(n) == line), None)

    def default_of(self, function, name):
        """The expression that a parameter is by default, or None."""
        return dict(defaults_of(function)).get(name)

    def _path(self, chain):
        """Names of classes; None where one of them stands in a function and cannot be had."""
        return [n.name for n in chain] if all(isinstance(n, ast.ClassDef) for n in chain) else None


def _definitions(body):
    """Those of a suite, also in the suites of its `if`, `try` and `with`."""
    for node in body:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield node
            continue
        for field in ("body", "orelse", "finalbody"):
            yield from _definitions(getattr(node, field, ()) if isinstance(node, ast.stmt) else ())
        for handler in getattr(node, "handlers", ()):
            yield from _definitions(handler.body)


def _start(node):
    """The first line of a definition, decorators included, as code objects tell it."""
    return min([node.lineno, *[d.lineno for d in node.decorator_list]])


def _bound(function):
    names = {a.arg for a in arguments_of(function)} | names_written(function)
    return names | {a.arg for a in (function.args.vararg, function.args.kwarg) if a is not None}


def _receiver_of(function, name):
    """`object` or `class` where a name is the first parameter of a method."""
    first = next(iter(function.args.posonlyargs + function.args.args), None)
    decorators = {d.id for d in function.decorator_list if isinstance(d, ast.Name)}
    if first is None or first.arg != name or "staticmethod" in decorators:
        return None
    return "class" if "classmethod" in decorators or function.name == "__init_subclass__" else "object"
