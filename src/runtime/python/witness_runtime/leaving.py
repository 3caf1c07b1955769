"""Statements that leave their suite: `return`, `raise`, `break`, `continue`."""

import ast
import copy

from .names import names_to_show
from .nodes import call, constant, if_, log, runtime_object, statement, use_position
from .probing import is_on, silently


def visit_return(instrumenter, out, node, scope, bound, run):
    """While its probe is on, the value passes through it: `return returned(probe, value)`. A value that needs no
    evaluation does not, for there may be no stack left for a call."""
    marker = scope.new_probe(names_to_show(run.names, bound, scope), "return")
    simple = node.value is None or isinstance(node.value, (ast.Name, ast.Constant))
    node = scope.expressions.visit_statement(node)
    run.ended = True
    passed = call("returned", runtime_object(marker), copy.copy(node.value) or constant(None))
    if simple:
        recorded = silently([statement(passed, node)], node)
    else:
        recorded = [use_position(ast.Return(value=passed), node)]
    out.append(use_position(if_(is_on(marker), recorded), node))
    out.append(node)


def visit_raise(instrumenter, out, node, scope, bound, run):
    """What it raises is noted where it leaves the frame or a guarded stretch."""
    run.ended = True
    out.append(scope.expressions.visit_statement(node))


def visit_break(instrumenter, out, node, scope, bound, run):
    """The values so far; in a `finally`, it drops the exception under way."""
    instrumenter.end_run(out, run, scope, bound, node)
    run.ended = True
    if scope.in_finally:
        out.append(statement(call("caught"), node))
    out.append(node)


def visit_continue(instrumenter, out, node, scope, bound, run):
    """As `break`; and the test that the loop is about to make."""
    visit_break(instrumenter, out, node, scope, bound, run)
    if scope.next_test is not None:
        out.insert(-1, statement(log(scope.next_test), node))
