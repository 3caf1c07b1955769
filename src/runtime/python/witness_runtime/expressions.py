"""Probes inside expressions: lambdas, and the places where a generator or coroutine hands over control."""

import ast

from .events import LEAVE
from .names import parameter_names
from .nodes import append, constant, log, use_position
from .probing import entry_values
from .suspending import delegating, suspending_yield, suspends


def calls_something(node):
    """Whether evaluating the expression may run code of the program in other frames, or bind a name."""
    quiet = (ast.Name, ast.Constant, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp)
    kinds = (ast.expr_context, ast.cmpop, ast.boolop, ast.unaryop, ast.operator)
    return not all(isinstance(inner, quiet + kinds) for inner in ast.walk(node))


class ExpressionProbes(ast.NodeTransformer):
    """Rewrites the expressions of one function's own frame."""

    def __init__(self, instrumenter, frame):
        self.instrumenter = instrumenter
        self.frame = frame

    def visit_statement(self, node):
        """A simple statement: all expressions in it."""
        return self.generic_visit(node)

    def visit_definition(self, node):
        """A function or class statement: decorators, defaults, bases and annotations, not the body."""
        body, node.body = node.body, []
        self.generic_visit(node)
        node.body = body

    def _visit_comprehension(self, node):
        first = node.generators[0]
        first.iter = self.visit(first.iter)
        for field in ("elt", "key", "value"):
            if hasattr(node, field):
                setattr(node, field, _InnerLambdas(self).visit(getattr(node, field)))
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _visit_comprehension

    def visit_Lambda(self, node):
        self.visit(node.args)
        blocks = self.instrumenter.plan.lambdas.get(node.body.lineno)
        block = blocks.pop(0) if blocks else None
        node.body = _InnerLambdas(self).visit(node.body)
        if block is None or suspends(node.body):
            return node
        function = self.instrumenter.plan.function_of[block]
        enter = log(self.instrumenter.codes.code([block], enter=function))
        leave = append(constant(LEAVE))
        shown = entry_values(parameter_names(node.args), self.instrumenter.probes_of(function))
        parts = ast.Tuple(elts=[enter, *shown, node.body, leave], ctx=ast.Load())
        node.body = use_position(ast.Subscript(value=parts, slice=constant(-2), ctx=ast.Load()), node.body)
        return node

    def visit_Yield(self, node):
        return suspending_yield(self.generic_visit(node), self.frame)

    def _visit_delegation(self, node):
        return delegating(self.generic_visit(node), self.frame)

    visit_YieldFrom = visit_Await = _visit_delegation


class _InnerLambdas(ast.NodeTransformer):
    """Expressions that run in a frame of their own (comprehensions, lambda bodies): only lambdas get probes there."""

    def __init__(self, outer):
        self.outer = outer

    def visit_Lambda(self, node):
        return self.outer.visit_Lambda(node)
