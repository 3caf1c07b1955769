"""Puts hooks into the syntax tree of a fragment; every node keeps its position.

Statements are numbered in source order. Each tells when it starts and when it is done, each suite when it is entered;
tests, calls, comparisons and unpacking go through the hooks, which answer for placeholders."""

import ast

from . import structure
from .expression_hooks import ExpressionHooks, arity, hook_named

_LEAVING = {"exit", "quit", "sys.exit", "os._exit"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Instrumenter(ExpressionHooks):
    """`shape` numbers statements, suites and sites; `plan` names the statements that are left out; `imported` are the
    names that imports bind."""

    def __init__(self, shape, plan, imported):
        super().__init__(shape, plan.lenient, imported)
        self.holes = plan.holes
        self.in_loop = 0

    def instrument(self, tree):
        tree.body = self._suite(tree.body)
        return ast.fix_missing_locations(tree)

    # Statements

    def _suite(self, body, before=()):
        lines = list(before)
        for statement in body:
            lines.extend(self._statement(statement))
        return lines or [ast.Pass()]

    def _statement(self, node):
        index = self.shape.index.get(node)
        if index is None:
            return [self.visit(node)]
        if index in self.holes:
            return self._hole(node, index)
        start = _statement(self._hook("start", node, ast.Constant(index)), node)
        handler = getattr(self, "_of_" + type(node).__name__, None)
        if handler is not None:
            return handler(node, index, start)
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            shape = arity(node.targets[0]) if isinstance(node, ast.Assign) else None
            node = self.generic_visit(node)
            if shape is not None:
                node.value = self._hook("unpacked", node, node.value, ast.Constant(shape))
            return [start, node, self._done(node, index)]
        return [start, self.visit(node), self._done(node, index)]

    def _done(self, node, index):
        return _statement(self._hook("done", node, ast.Constant(index)), node)

    def _hole(self, node, index):
        """The statement failed before: what it writes is invented, what it leaves is left."""
        value = self._hook("hole", node, ast.Constant(index))
        if isinstance(node, ast.Assign):
            shape = arity(node.targets[0])
            node.targets = [self.visit(t) for t in node.targets]
            node.value = value if shape is None else self._hook("unpacked", node, value, ast.Constant(shape))
            return [node]
        if isinstance(node, ast.Return):
            return self._of_Return(ast.copy_location(ast.Return(value), node), index, _statement(value, node))
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return self._statement_of_import(node, value)
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            return [_assign(node.name, value, node)]
        if isinstance(node, ast.For):
            node.iter = value
            return self._of_For(node, index, _statement(value, node))
        if isinstance(node, ast.With):
            return [_statement(value, node), *self._suite(node.body, [self._enter(node, "body")])]
        if isinstance(node, (ast.If, ast.While)):
            node.test = value
            return getattr(self, "_of_" + type(node).__name__)(node, index, _statement(value, node))
        return [_statement(value, node)]

    def _enter(self, node, field):
        return _statement(self._hook("enter", node, ast.Constant(self.shape.suites[node, field])), node)

    def _of_Expr(self, node, index, start):
        call = node.value
        if isinstance(call, ast.Call) and _text(call.func) in _LEAVING:
            arguments = [self.visit(a) for a in call.args]
            keywords = [self.visit(k) for k in call.keywords]
            function = self.visit(call.func)
            leave = ast.Call(hook_named("leaving"), [ast.Constant(index), function, *arguments], keywords)
            return [start, _statement(leave, node)]
        return [start, self.visit(node), self._done(node, index)]

    def _of_Return(self, node, index, start):
        value = self.visit(node.value) if node.value is not None else ast.Constant(None)
        if self.depth == 0:
            return [start, _statement(self._hook("leave", node, ast.Constant(index), value), node)]
        node.value = self._hook("returned", node, ast.Constant(index), value)
        return [start, node]

    def _of_Raise(self, node, index, start):
        if node.exc is not None:
            node.exc = self._hook("raising", node, self.visit(node.exc))
            node.cause = self._hook("raising", node, self.visit(node.cause)) if node.cause else None
        return [start, node]

    def _jump(self, node, index, start):
        if self.in_loop:
            return [start, node]
        return [start, _statement(self._hook("leave", node, ast.Constant(index), ast.Constant(None)), node)]

    _of_Break = _of_Continue = _jump

    def _of_Global(self, node, index, start):
        # Nothing may use the names before it, so it stands first.
        return [node, start, self._done(node, index)]

    def _of_Nonlocal(self, node, index, start):
        return [*([node] if self.shape.can_be_nonlocal(node) else []), start, self._done(node, index)]

    def _of_Import(self, node, index, start):
        lines = [start]
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            value = self._hook("module", node, ast.Constant(index), ast.Constant(alias.name), ast.Constant(alias.asname))
            lines.append(_assign(name, value, node))
        return [*lines, self._done(node, index)]

    def _of_ImportFrom(self, node, index, start):
        lines = [start]
        if node.module != "__future__":
            module = ("." * node.level) + (node.module or "")
            for alias in node.names:
                value = self._hook("imported", node, ast.Constant(index), ast.Constant(module), ast.Constant(alias.name))
                star = alias.name == "*"
                lines.append(_statement(value, node) if star else _assign(alias.asname or alias.name, value, node))
        return [*lines, self._done(node, index)]

    def _statement_of_import(self, node, value):
        names = [a.asname or a.name.partition(".")[0] for a in node.names if a.name != "*"]
        return [_assign(name, value, node) for name in names] or [_statement(value, node)]

    def _of_FunctionDef(self, node, index, start):
        node.decorator_list = [self._hook("decorator", d, self.visit(d)) for d in node.decorator_list]
        node.decorator_list.append(self._hook("defines", node, ast.Constant(index)))
        node.args = self.visit(node.args)
        node.returns = None
        in_loop, self.in_loop = self.in_loop, 0
        self.depth += 1
        node.body = self._documented_suite(node)
        self.depth -= 1
        self.in_loop = in_loop
        return [start, node, self._done(node, index)]

    _of_AsyncFunctionDef = _of_FunctionDef

    def _of_ClassDef(self, node, index, start):
        node.decorator_list = [self._hook("decorator", d, self.visit(d)) for d in node.decorator_list]
        node.decorator_list.append(self._hook("defines", node, ast.Constant(index)))
        node.bases = [self.visit(b) for b in node.bases]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
            if keyword.arg == "metaclass":
                keyword.value = self._hook("metaclass", node, keyword.value)
        node.keywords = [k for k in node.keywords if k.arg is not None]
        self.in_class += 1
        node.body = self._documented_suite(node)
        self.in_class -= 1
        return [start, node, self._done(node, index)]

    def _documented_suite(self, node):
        """The body of a function or class; a docstring stays in its place."""
        documented = [node.body[0]] if structure.is_docstring(node.body[0]) else []
        return [*documented, *self._suite(node.body, [self._enter(node, "body")])]

    def _of_If(self, node, index, start):
        node.test = self._test(node.test, self.shape.sites[node])
        before = [self._enter(node, "body")]
        node.body = self._suite(node.body, before)
        node.orelse = self._suite(node.orelse, [self._enter(node, "orelse")]) if node.orelse else []
        return [start, node]

    def _of_While(self, node, index, start):
        node.test = self._hook("loop", node, ast.Constant(self.shape.sites[node]), self._test(node.test, self.shape.sites[node]))
        self._loop_body(node)
        return [start, node]

    def _of_For(self, node, index, start):
        shape = arity(node.target)
        site = ast.Constant(self.shape.sites[node])
        node.iter = self._hook("iterated", node, ast.Constant(index), self.visit(node.iter), ast.Constant(shape), site)
        node.target = self.visit(node.target)
        self._loop_body(node)
        return [start, node]

    def _of_AsyncFor(self, node, index, start):
        node.iter = self.visit(node.iter)
        self._loop_body(node)
        return [start, node]

    def _loop_body(self, node):
        self.in_loop += 1
        node.body = self._suite(node.body, [self._enter(node, "body")])
        self.in_loop -= 1
        node.orelse = self._suite(node.orelse, [self._enter(node, "orelse")]) if node.orelse else []

    def _of_With(self, node, index, start):
        for item in node.items:
            item.context_expr = self.visit(item.context_expr)
        node.body = self._suite(node.body, [self._enter(node, "body")])
        return [start, node]

    _of_AsyncWith = _of_With

    def _of_Try(self, node, index, start):
        types = [h.type for h in node.handlers]
        body = self._suite(node.body, [self._enter(node, "body")])
        provoke = self._provoke(node, types)
        at = len(body) - 1 if isinstance(body[-1], (ast.Return, ast.Raise, ast.Break, ast.Continue)) else len(body)
        if structure.is_leaving(node.body[-1]):
            at = len(body) - 1
        body.insert(at, provoke)
        node.body = body
        for number, handler in enumerate(node.handlers):
            if handler.type is not None:
                handler.type = self._hook("handled", handler, self.visit(handler.type))
            ours = _statement(self._hook("not_ours", handler), handler)
            handler.body = self._suite(handler.body, [ours, self._enter(node, "handler%d" % number)])
        node.orelse = self._suite(node.orelse, [self._enter(node, "orelse")]) if node.orelse else []
        node.finalbody = self._suite(node.finalbody, [self._enter(node, "finalbody")]) if node.finalbody else []
        return [start, node]

    _of_TryStar = _of_Try

    def _provoke(self, node, types):
        import copy

        listed = [self.visit(copy.deepcopy(t)) if t is not None else ast.Constant(None) for t in types]
        none = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        named = ast.Lambda(none, ast.Tuple(listed, ast.Load()))
        return _statement(self._hook("provoke", node, ast.Constant(self.shape.sites[node]), named), node)

    def _of_Match(self, node, index, start):
        node.subject = self.visit(node.subject)
        for number, case in enumerate(node.cases):
            if case.guard is not None:
                case.guard = self.visit(case.guard)
            case.body = self._suite(case.body, [self._enter(node, "case%d" % number)])
        return [start, node]



def _statement(expression, at):
    return ast.copy_location(ast.Expr(expression), at)


def _assign(name, value, at):
    return ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], value), at)


def _text(node):
    return ast.unparse(node)
