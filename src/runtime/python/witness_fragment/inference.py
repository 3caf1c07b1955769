"""Guesses types of what is missing from how the code uses it.

A thing is known by its path: `x`, `self.app`, `load()`, `rows[]`; inside a function whose parameters or variables it
starts with, the path begins with the function's name: `parse:text`. Evidence is added up as weights; aliases and calls
of functions of the same code carry evidence on."""

import ast
import re
from collections import Counter, defaultdict

from . import knowledge
from .expressions import arguments_of, defaults_of, documented_types, literal_type, names_written, path_of

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Inference(ast.NodeVisitor):
    """Evidence of one tree. `ranked(path)` gives types, best first."""

    def __init__(self, tree):
        self.evidence = defaultdict(Counter)
        self.sources = {}
        self.aliases = []
        self.functions = {}
        self.scopes = [("", frozenset())]
        for node in ast.walk(tree):
            if isinstance(node, _FUNCTIONS):
                self.functions.setdefault(node.name, node)
        self.visit(tree)
        self._spread()

    def ranked(self, path):
        """[(type, weight)] of the evidence and of the name's conventions, best first; at least three."""
        total = Counter(self.evidence.get(path, ()))
        name = re.split(r"[.:]", path.replace("()", "").replace("[]", ""))[-1]
        if not path.endswith("[]"):
            for kind, weight in knowledge.types_of_name(name):
                total[kind] += weight * (0.8 if "." in path or path.endswith("()") else 1)
        for kind, weight in (("object", 0.9), ("str", 0.8), ("list", 0.5), ("int", 0.4)):
            total[kind] += weight
        return total.most_common()

    def source(self, path):
        """Where the best evidence came from."""
        if path in self.sources:
            return self.sources[path]
        if self.evidence.get(path):
            return "use"
        name = re.split(r"[.:]", path.replace("()", "").replace("[]", ""))[-1]
        return "name" if knowledge.types_of_name(name) else "default"

    def learn_stub(self, tree):
        """Takes in the annotations of a stub file, which come before those of the code."""
        for node in ast.walk(tree):
            if isinstance(node, _FUNCTIONS):
                self._parameters(node)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                self._note(node.target.id, knowledge.type_of_annotation(ast.unparse(node.annotation)), 30, "annotation")

    # Scopes

    def visit_FunctionDef(self, node):
        for decorator in node.decorator_list:
            self.visit(decorator)
        self._parameters(node)
        owned = names_written(node) | {a.arg for a in arguments_of(node)}
        self.scopes.append((node.name, frozenset(owned)))
        for statement in node.body:
            self.visit(statement)
        self.scopes.pop()

    visit_AsyncFunctionDef = visit_FunctionDef

    def _parameters(self, node):
        defaults = dict(defaults_of(node))
        documented = documented_types(ast.get_docstring(node) or "")
        for argument in arguments_of(node):
            path = "%s:%s" % (node.name, argument.arg)
            if argument.annotation is not None:
                kind = knowledge.type_of_annotation(ast.unparse(argument.annotation))
                self._note(path, kind, 30, "annotation")
            elif argument.arg in documented:
                self._note(path, documented[argument.arg], 6, "documentation")
            default = defaults.get(argument.arg)
            if default is not None:
                kind = literal_type(default)
                self._note(path, kind, 1.5 if kind == "None" else 9, None if kind == "None" else "default value")
        if node.args.vararg:
            self._note("%s:%s" % (node.name, node.args.vararg.arg), "tuple", 40, "annotation")
        if node.args.kwarg:
            self._note("%s:%s" % (node.name, node.args.kwarg.arg), "dict", 40, "annotation")

    # Evidence

    def visit_Attribute(self, node):
        owner = knowledge.METHOD_OWNER.get(node.attr)
        if owner:
            self._of(node.value, owner, 6)
        elif node.attr in knowledge.WEAK_METHODS:
            for kind in knowledge.WEAK_METHODS[node.attr]:
                self._of(node.value, kind, 2)
        else:
            self._of(node.value, "object", 5)
        self.generic_visit(node)

    def visit_Call(self, node):
        self._of(node.func, "callable", 8 if isinstance(node.func, ast.Attribute) else 3)
        name = path_of(node.func) or ""
        arguments = [a for a in node.args if not isinstance(a, ast.Starred)]
        if arguments:
            self._argument(name, arguments)
        if isinstance(node.func, ast.Attribute):
            self._method_argument(node, arguments)
        called = self.functions.get(name.rpartition(".")[2]) if "." not in name or name.startswith("self.") else None
        if called is not None:
            self._passed(node, called)
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                self._of(argument.value, "list", 4)
        for keyword in node.keywords:
            if keyword.arg is None:
                self._of(keyword.value, "dict", 6)
            elif keyword.arg == "key":
                self._of(keyword.value, "callable", 5)
            else:
                for kind, weight in knowledge.types_of_name(keyword.arg):
                    self._of(keyword.value, kind, weight / 2)
        self.generic_visit(node)

    def _argument(self, name, arguments):
        first = arguments[0]
        if name in ("isinstance", "issubclass") and len(arguments) > 1:
            tested = arguments[1].elts if isinstance(arguments[1], ast.Tuple) else [arguments[1]]
            for kind in tested:
                self._of(first, knowledge.type_of_annotation(ast.unparse(kind)), 4)
            return
        for kind, weight in knowledge.ARGUMENT_OF.get(name, ()):
            self._of(first, kind, weight)
        if name in knowledge.FIRST_IS_FUNCTION:
            self._of(first, "callable", 7)
        if len(arguments) > 1:
            for kind, weight in knowledge.SECOND_ARGUMENT_OF.get(name, ()):
                self._of(arguments[1], kind, weight)
        if name in ("zip", "max", "min"):
            for argument in arguments[1:]:
                self._of(argument, "list" if name == "zip" else "int", 3)
        if "." in name:
            kind = knowledge.argument_of_module(name)
            for argument in arguments[: 2 if kind == "str" else 1]:
                self._of(argument, kind, 5)

    def _method_argument(self, node, arguments):
        method = node.func.attr
        if method == "join" and arguments:
            self._of(arguments[0], "list", 7)
        elif method in ("startswith", "endswith", "split", "strip", "replace", "lstrip", "rstrip", "find", "partition"):
            for argument in arguments:
                self._of(argument, "str", 5)
        elif method in ("extend", "update", "union") and arguments:
            self._of(arguments[0], "list" if method == "extend" else "dict" if method == "update" else "set", 3)
        elif method == "write" and arguments:
            self._of(arguments[0], "str", 5)

    def _passed(self, node, called):
        names = [a.arg for a in called.args.posonlyargs + called.args.args if a.arg not in ("self", "cls")]
        for name, argument in zip(names, node.args):
            self._alias(argument, "%s:%s" % (called.name, name))
        for keyword in node.keywords:
            if keyword.arg:
                self._alias(keyword.value, "%s:%s" % (called.name, keyword.arg))

    def visit_BinOp(self, node):
        for one, other, is_left in ((node.left, node.right, True), (node.right, node.left, False)):
            kind = literal_type(other)
            if isinstance(node.op, ast.Mod) and is_left is False and kind == "str":
                continue
            if isinstance(node.op, ast.Mult) and kind in ("str", "list"):
                self._of(one, "int", 5)
            elif isinstance(node.op, (ast.Add, ast.Sub, ast.BitOr, ast.BitAnd)) and kind in knowledge.TYPES[2:9]:
                self._of(one, kind, 6)
            elif kind in ("int", "float"):
                self._of(one, kind, 4)
            elif isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.LShift, ast.RShift, ast.Pow)):
                self._of(one, "int", 2.5)
                self._of(one, "float", 2 if isinstance(node.op, (ast.Sub, ast.Div, ast.Pow)) else 0)
            elif isinstance(node.op, (ast.Mult, ast.Add)):
                self._of(one, "int", 1.2)
                self._of(one, "str" if isinstance(node.op, ast.Add) else "float", 1)
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        kind = literal_type(node.value)
        self._of(node.target, kind if kind in knowledge.TYPES[2:9] else "int", 4)
        self._of(node.value, "int", 1)
        self.generic_visit(node)

    def visit_Compare(self, node):
        operands = [node.left, *node.comparators]
        for operator, left, right in zip(node.ops, operands, operands[1:]):
            if isinstance(operator, (ast.Is, ast.IsNot)):
                kind = literal_type(right)
                if kind in ("None", "bool"):
                    self._of(left, kind, 1.6 if kind == "None" else 4)
            elif isinstance(operator, (ast.In, ast.NotIn)):
                self._membership(left, right)
            else:
                for one, other in ((left, right), (right, left)):
                    kind = literal_type(other)
                    if kind is not None:
                        self._of(one, kind, 5)
                    elif isinstance(operator, (ast.Lt, ast.Gt, ast.LtE, ast.GtE)):
                        self._of(one, "int", 2)
                        self._of(one, "float", 1.2)
                    else:
                        self._alias(one, self._path(other))
        self.generic_visit(node)

    def _membership(self, left, right):
        if isinstance(right, (ast.Tuple, ast.List, ast.Set)) and right.elts:
            self._of(left, literal_type(right.elts[0]), 5)
        elif literal_type(right) == "str":
            self._of(left, "str", 5)
        kind = literal_type(left)
        for guess, weight in (("list", 2), ("dict", 2), ("str", 2 if kind == "str" else 0), ("set", 1)):
            self._of(right, guess, weight)

    def visit_Subscript(self, node):
        key = node.slice
        if isinstance(key, ast.Slice):
            self._of(node.value, "list", 3)
            self._of(node.value, "str", 3.5)
            for bound in (key.lower, key.upper, key.step):
                if bound is not None:
                    self._of(bound, "int", 5)
        elif literal_type(key) == "str":
            self._of(node.value, "dict", 6)
        elif literal_type(key) == "int":
            self._of(node.value, "list", 4)
            self._of(node.value, "tuple", 2)
            self._of(node.value, "str", 1.5)
        else:
            self._of(node.value, "list", 3)
            self._of(node.value, "dict", 2.5)
            if not isinstance(key, ast.Tuple):
                self._of(key, "int", 1.5)
                self._of(key, "str", 1.2)
        self.generic_visit(node)

    def visit_For(self, node):
        self._iterated(node.iter, node.target)
        self.generic_visit(node)

    def visit_comprehension(self, node):
        self._iterated(node.iter, node.target)
        self.generic_visit(node)

    def _iterated(self, iterable, target):
        self._of(iterable, "list", 6)
        base = path_of(iterable)
        if base and isinstance(target, ast.Name):
            self._alias(target, self._path(iterable) + "[]")

    def visit_With(self, node):
        for item in node.items:
            self._of(item.context_expr, "resource", 5)
        self.generic_visit(node)

    def visit_If(self, node):
        self._tested(node.test)
        self.generic_visit(node)

    visit_IfExp = visit_While = visit_If

    def _tested(self, test):
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test = test.operand
        if isinstance(test, ast.BoolOp):
            for value in test.values:
                self._tested(value)
            return
        self._of(test, "bool", 2.2)

    def visit_Await(self, node):
        self._of(node.value, "object", 2)
        self.generic_visit(node)

    def visit_Assign(self, node):
        for target in node.targets:
            self._assigned(target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node):
        self._of(node.target, knowledge.type_of_annotation(ast.unparse(node.annotation)), 20)
        if node.value is not None:
            self._assigned(node.target, node.value)
        self.generic_visit(node)

    def _assigned(self, target, value):
        if isinstance(target, (ast.Tuple, ast.List)) and not isinstance(value, (ast.Tuple, ast.List)):
            self._of(value, "tuple", 5)
        kind = literal_type(value)
        if kind is not None and kind != "None":
            self._of(target, kind, 5)
        elif kind is None:
            self._alias(value, self._path(target))

    # Bookkeeping

    def _path(self, node):
        path = path_of(node)
        if path is None:
            return None
        root = re.split(r"[.\[(]", path, maxsplit=1)[0]
        for name, owned in reversed(self.scopes):
            if root in owned:
                return "%s:%s" % (name, path)
        return path

    def _of(self, node, kind, weight):
        path = self._path(node)
        if path is not None and kind is not None and weight:
            self.evidence[path][kind] += weight

    def _note(self, path, kind, weight, source):
        if kind is None:
            return
        self.evidence[path][kind] += weight
        if source is not None:
            self.sources.setdefault(path, source)

    def _alias(self, node, other):
        path = self._path(node)
        if path is not None and other is not None and path != other:
            self.aliases.append((path, other))

    def _spread(self):
        """What is known of one name of a thing holds, a little less, for its other names."""
        for _ in range(2):
            before = {path: Counter(found) for path, found in self.evidence.items()}
            for one, other in self.aliases:
                for target, origin in ((one, other), (other, one)):
                    for kind, weight in before.get(origin, {}).items():
                        self.evidence[target][kind] += weight * 0.5
