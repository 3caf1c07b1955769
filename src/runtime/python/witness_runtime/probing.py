"""Statements of ours that hand values over, and the guards around the program's statements and ours."""

import ast

from .names import MAX_NAMES, names_to_show
from .nodes import call, if_, log, name, nowhere, runtime_object, statement, use_position


def value_probe(scope, run, bound, position, kind="block"):
    """`if <probe is on>: <hand over values>`, or None where there is nothing to show."""
    names = names_to_show(run.names, bound, scope)
    if not names:
        return None
    marker = scope.new_probe(names, kind)
    probe = runtime_object(marker)
    record = call("values", probe, *[name(n) for n in names])
    partial = call("values_where_bound", probe)
    body = ast.Try(
        body=[statement(record, position)],
        handlers=[
            ast.ExceptHandler(type=runtime_object("NameError"), name=None, body=[statement(partial, position)]),
            ast.ExceptHandler(type=runtime_object("Exception"), name=None, body=[ast.Pass()]),
        ],
        orelse=[],
        finalbody=[],
    )
    return use_position(if_(is_on(marker), [body]), position)


def entry_probe(scope, parameters, position):
    """The probe for the parameters of a call; None where there are none."""
    if not parameters:
        return None
    names = parameters[:MAX_NAMES]
    marker = scope.new_probe(names, "entry")
    record = call("values", runtime_object(marker), *[name(n) for n in names])
    silent = silently([statement(record, position)], position)
    return use_position(if_(is_on(marker), silent), position)


def entry_values(parameters, new_probe):
    """The probe for the parameters of a lambda, as an expression; in a list of its own, empty where there are none."""
    if not parameters:
        return []
    names = parameters[:MAX_NAMES]
    marker = new_probe(names, "entry")
    return [ast.BoolOp(op=ast.And(), values=[is_on(marker), call("values", runtime_object(marker), *map(name, names))])]


def is_on(marker):
    return ast.Attribute(value=runtime_object(marker), attr="on", ctx=ast.Load())


def again(probe):
    return use_position(ast.If(test=probe.test, body=probe.body, orelse=[]), probe)


def case_probe(code, case):
    """`case _ if <log>: pass` before each case: logs that it is tried, and never matches."""
    wildcard = use_position(ast.MatchAs(pattern=None, name=None), case.pattern)
    return ast.match_case(
        pattern=wildcard,
        guard=use_position(log(code), case.pattern),
        body=[use_position(ast.Pass(), case.pattern)],
    )


def guarded(body, on_exception, position):
    handler = ast.ExceptHandler(type=runtime_object("BaseException"), name=None, body=[*on_exception, ast.Raise()])
    use_position(handler, nowhere(position))
    return use_position(ast.Try(body=body, handlers=[handler], orelse=[], finalbody=[]), position)


def silently(body, position):
    """Statements of ours whose own failure (no stack left, above all) must not reach the program."""
    handler = ast.ExceptHandler(type=runtime_object("Exception"), name=None, body=[ast.Pass()])
    return [use_position(ast.Try(body=body, handlers=[handler], orelse=[], finalbody=[]), position)]
