"""Statements through which exceptions may pass: `with` and `try`."""

import ast

from .names import keep_common, note_names
from .nodes import call, constant, if_, log, nowhere, runtime_object, statement, use_position
from .probing import guarded, silently, value_probe
from .runs import Lead


def visit_with(instrumenter, out, node, scope, bound, run):
    """Notes what leaves the body before `__exit__` sees it."""
    for item in node.items:
        item.context_expr = scope.expressions.visit(item.context_expr)
        note_names(item.context_expr, run.names, bound)
        if item.optional_vars is not None:
            note_names(item.optional_vars, run.names, bound)
    opened = value_probe(scope, run, bound, node)
    run.ended = True
    body = instrumenter.suite(node.body, scope, bound, Lead(instrumenter))
    if opened is not None:
        body.insert(0, opened)
    node.body = [_noting_raises(body, node, scope)]
    out.append(node)
    # A context manager may have swallowed the exception; then it is no longer on its way.
    any_in_flight = ast.Attribute(value=runtime_object("in_flight"), attr="any", ctx=ast.Load())
    settled = if_(any_in_flight, [statement(call("settled"), node)])
    out.append(use_position(settled, node))


def visit_try(instrumenter, out, node, scope, bound, run):
    """Notes what leaves each suite before handlers or `finally` see it."""
    with scope.loop(None if node.finalbody else scope.next_test):
        _guarded_suites(instrumenter, node, scope, bound, run)
    if node.finalbody:
        node = _final_suite(instrumenter, node, scope, bound)
    out.append(node)


def _guarded_suites(instrumenter, node, scope, bound, run):
    """All suites of a `try` but that of its `finally`."""
    before = set(bound)
    body_bound = set(bound)
    own = node.body
    current = run.block if instrumenter.block(own[0]) == run.block else None
    node.body = instrumenter.suite(own, scope, body_bound, Lead(instrumenter), current)
    run.ended = True
    branches = []
    if node.orelse:
        node.orelse = instrumenter.suite(node.orelse, scope, body_bound, Lead(instrumenter))
        branches.append((node.orelse, body_bound))
    else:
        branches.append((node.body, body_bound))
    node.body = [_noting_raises(node.body, node, scope)]
    for handler in node.handlers:
        branches.append((handler.body, _handler(instrumenter, handler, scope, set(before))))
    keep_common(bound, branches)


def _final_suite(instrumenter, node, scope, bound):
    scope.in_finally += 1
    final = instrumenter.suite(node.finalbody, scope, bound, Lead(instrumenter))
    scope.in_finally -= 1
    if not node.handlers:
        node.finalbody = final
        return node
    inner = type(node)(body=node.body, handlers=node.handlers, orelse=node.orelse, finalbody=[])
    use_position(inner, node)
    return use_position(ast.Try([_noting_raises([inner], node, scope)], [], [], final), node)


def _handler(instrumenter, handler, scope, bound):
    header = instrumenter.plan.handlers.get(handler.lineno)
    code = None if header is None else instrumenter.codes.code([header])
    lead = Lead(instrumenter)
    if handler.type is not None and code is not None:
        tested = scope.expressions.visit(handler.type)
        # No call: the exception may be that there is no stack left for one.
        logged = ast.Tuple(elts=[log(code), tested], ctx=ast.Load())
        handler.type = use_position(ast.Subscript(value=logged, slice=constant(1), ctx=ast.Load()), handler.type)
    elif code is not None:
        lead = Lead(instrumenter, blocks=[header])
    if handler.name:
        bound.add(handler.name)
    body = instrumenter.suite(handler.body, scope, bound, lead)
    handler.body = [*silently([statement(call("caught"), handler.body[0])], handler.body[0]), *body]
    bound.discard(handler.name)
    return bound


def _noting_raises(body, position, scope):
    """The body, noting an exception that leaves it before handlers or `finally` see it."""
    unseen = nowhere(position)
    noting = statement(call("raised", *scope.frame.number()), unseen)
    return guarded(body, silently([noting], unseen), position)
