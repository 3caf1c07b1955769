"""Loops: their header is logged once for each test."""

import ast

from .expressions import calls_something
from .iterables import may_run_code
from .names import names_assigned, never_falls_through, note_names
from .nodes import log, nowhere, statement, use_position
from .probing import value_probe
from .runs import Lead, Run
from .suspending import suspends


def visit_while(instrumenter, out, node, scope, bound, run):
    """The header is logged by the suite that follows the test, or before a test that may run code of the program."""
    run.ended = True
    header = run.block
    reaches_code = calls_something(node.test) or suspends(node.test)
    note_names(node.test, run.names, bound)
    node.test = scope.expressions.visit(node.test)
    body_bound, else_bound = set(bound), set(bound)
    after_test = value_probe(scope, run, bound, node) if reaches_code else None
    original_else = node.orelse
    if reaches_code:
        logged = log(instrumenter.codes.code([header]))
        node.test = use_position(ast.BoolOp(op=ast.Or(), values=[logged, node.test]), node.test)
    implied = [] if reaches_code else [header]
    changed = names_assigned(node.body)
    with scope.loop(None):
        node.body = instrumenter.suite(node.body, scope, body_bound, Lead(instrumenter, blocks=implied))
    if original_else:
        node.orelse = instrumenter.suite(original_else, scope, else_bound, Lead(instrumenter, blocks=implied))
    elif implied:
        node.orelse = [statement(log(instrumenter.codes.code(implied)), node)]
    if after_test is not None:
        node.body.insert(0, after_test)
    out.append(node)
    _after_loop(instrumenter, out, node, header, scope, bound, changed)


def visit_for(instrumenter, out, node, scope, bound, run):
    """The header is logged by the suite that follows the test, or before the iterator is asked where that may run code."""
    run.ended = True
    header = run.block
    note_names(node.iter, run.names, bound)
    node.iter = scope.expressions.visit(node.iter)
    body_bound, else_bound = set(bound), set(bound)
    taken = Run(header)
    note_names(node.target, taken.names, body_bound)
    changed = names_assigned([node])
    item = value_probe(scope, taken, body_bound, node.body[0])
    lead = Lead(instrumenter, blocks=[header])
    lead.probe = item
    # What the iterator runs comes after the test that asks it for the next item.
    next_test = instrumenter.codes.code([header], opens=True) if may_run_code(node) else None
    with scope.loop(next_test):
        last = node.body[-1]
        node.body = instrumenter.suite(node.body, scope, body_bound, lead)
        if next_test is not None and not never_falls_through(node.body):
            node.body.append(statement(log(next_test), nowhere(last)))
    if node.orelse:
        node.orelse = instrumenter.suite(node.orelse, scope, else_bound, Lead(instrumenter, blocks=[header]))
    else:
        node.orelse = [statement(log(instrumenter.codes.code([header])), node)]
    out.append(node)
    _after_loop(instrumenter, out, node, header, scope, bound, changed)


def _after_loop(instrumenter, out, node, header, scope, bound, changed):
    """The last values of what a loop changes, taken once when it ends."""
    after = Run(header)
    after.names.update(dict.fromkeys(changed))
    probe = value_probe(scope, after, bound, node, "loop-exit")
    if probe is not None:
        out.append(probe)
