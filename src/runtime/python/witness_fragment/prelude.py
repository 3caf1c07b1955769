"""What is really there: definitions, imports and constants of the file that a fragment was taken from.

A name that the fragment lacks and its file defines at the top is run when it is asked for, with all that it needs."""

import ast

from .placeholder import Placeholder

SURROUNDINGS = "<surroundings>"
_FUTURE_ANNOTATIONS = 0x1000000
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Prelude:
    def __init__(self, world, definitions, names):
        self.world = world
        self.definitions = definitions
        self.names = names
        self.under_way = set()

    def value(self, name):
        """A tuple with the value of a name, or None where the file does not define it."""
        node = self.definitions.get(name)
        if node is None or name in self.under_way:
            return None
        self.under_way.add(name)
        try:
            code = compile(ast.Module([node], []), SURROUNDINGS, "exec", _FUTURE_ANNOTATIONS, True)
            exec(code, self.names)
        except Exception:
            self.definitions.pop(name, None)
            return None
        finally:
            self.under_way.discard(name)
        return (self.names[name],) if name in self.names else None

    def expression(self, node):
        """A tuple with the value of an expression of the file; None where something in it is missing."""
        made = len(self.world.made)
        try:
            value = eval(compile(ast.Expression(node), SURROUNDINGS, "eval", 0, True), self.names)
        except Exception:
            return None
        return (value,) if len(self.world.made) == made and type(value) is not Placeholder else None


def definitions_of(tree):
    """{name: statement} of what a file defines at its top."""
    return {name: node for node in tree.body for name in _bound(node)}


def imported_names(tree):
    """Names that the imports of a file bind."""
    imports = [n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom))]
    return {name for node in imports for name in _bound(node)}


def _bound(node):
    if isinstance(node, _DEFINITIONS):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [a.asname or a.name.partition(".")[0] for a in node.names]
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [t.id for t in targets if isinstance(t, ast.Name)]
    return []
