"""Puts probes into a module's syntax tree. The source file is never touched, and every node keeps its position, so
that tracebacks and `f_lineno` are those of the plain program.

A probe calls an object that is put into the compiled code's constants, so no name of ours is visible to the program.
What a probe logs is a *code*: an int whose meaning (frame entered, blocks run, frame left) is told to the engine once
a module. One call of `list.append` records a block.
"""

import ast
import functools

from . import branching, guarding, leaving, looping
from .blocks import statement_keys
from .expressions import ExpressionProbes
from .names import note_names, parameter_names, split_preamble
from .nodes import call, log, nowhere, statement
from .probing import entry_probe, guarded, silently, value_probe
from .runs import Lead, Run
from .scope import Scope
from .suspending import frame_of, yield_statement
from .warming import warming


#: They are for the compiler: nothing runs where they stand.
_DECLARATIONS = (ast.Global, ast.Nonlocal)


class Instrumenter:
    """Instruments one module. `needs` collects what its code will need of a recorder."""

    def __init__(self, tree, plan, needs):
        self.tree = tree
        self.plan = plan
        self.needs = needs
        self.codes = needs.codes
        self.keys = statement_keys(tree)

    def instrument(self):
        scope = Scope(0, "module", self.probes_of(0))
        self.tree.body = self._body(self.tree.body, scope, [])
        return self.tree

    def probes_of(self, function):
        """What makes the probes of a function."""
        needs = self.needs
        return functools.partial(
            needs.new_probe, function=needs.new_function(), in_focus=function in self.plan.focused
        )

    # Bodies of functions, classes and modules

    def _body(self, body, scope, parameters):
        head, rest = split_preamble(body, scope.kind)
        if not rest:
            return head + self._docstring_only(head, scope)
        unseen = nowhere(rest[0])
        head.extend(warming(rest, self.needs.new_warming, unseen))
        scope.frame = frame_of(rest, scope.kind)
        scope.expressions = ExpressionProbes(self, scope.frame)
        lead = Lead(self, enter=scope.function)
        lead.entered = scope.frame.entered(rest[0])
        lead.probe = entry_probe(scope, parameters, rest[0])
        lines = self.suite(rest, scope, set(parameters), lead)
        noting = silently([statement(call("left_by_exception", *scope.frame.number()), unseen)], unseen)
        framed = guarded(lines, noting, rest[0])
        # The value of a `return` stays on the interpreter's stack meanwhile: no name of ours holds it.
        framed.finalbody = silently([scope.frame.left(unseen)], unseen)
        return [*head, framed]

    def _docstring_only(self, head, scope):
        if not head:
            return []
        code = self.codes.code([self.block(head[0])], enter=scope.function, leave=True)
        return [statement(log(code), head[-1])]

    def _nested(self, node):
        """Instruments the body of a function or class statement."""
        function = self._function_of_body(node.body)
        kind = "class" if isinstance(node, ast.ClassDef) else "function"
        scope = Scope(function, kind, self.probes_of(function))
        parameters = [] if kind == "class" else parameter_names(node.args)
        node.body = self._body(node.body, scope, parameters)

    def _function_of_body(self, body):
        return self.plan.function_of[self.block(body[0])]

    def block(self, node):
        """The number of the block that a statement belongs to."""
        return self.plan.statements[self.keys[node]]

    # Suites

    def suite(self, body, scope, bound, lead, current=None):
        """Instruments a list of statements. `bound` holds the names that surely have a value and is updated;
        `lead` is what has to be logged before the first block; `current` the block that already runs."""
        out = []
        run = Run(current)
        silent = len(body) > 1 and not all(isinstance(node, _DECLARATIONS) for node in body)
        for node in body:
            if silent and isinstance(node, _DECLARATIONS):
                out.append(node)
                continue
            block = self.block(node)
            loop = isinstance(node, (ast.For, ast.AsyncFor, ast.While))
            if block != run.block or loop:
                self.end_run(out, run, scope, bound, node)
                run = Run(block)
                self._start_block(out, node, run, lead)
            self._statement(out, node, scope, bound, run)
            lead = Lead(self)
        if run.block is not None and not run.ended:
            self.end_run(out, run, scope, bound, body[-1])
        return out

    def _start_block(self, out, node, run, lead):
        if isinstance(node, (ast.For, ast.AsyncFor)):
            lead.emit(out, node, [run.block], opens=True)
        elif isinstance(node, ast.While):
            lead.emit(out, node, [])
        else:
            lead.emit(out, node, [run.block])

    def end_run(self, out, run, scope, bound, position):
        """The value probe after a straight-line run."""
        if run.block is None or run.ended:
            return
        run.ended = True
        probe = value_probe(scope, run, bound, position)
        if probe is not None:
            out.append(probe)

    # Statements

    def _statement(self, out, node, scope, bound, run):
        visit = _VISITORS.get(type(node).__name__)
        if visit is not None:
            visit(self, out, node, scope, bound, run)
            return
        node = scope.expressions.visit_statement(node)
        note_names(node, run.names, bound)
        out.append(node)

    def definition(self, out, node, scope, bound, run):
        """A `def` or `class`: its body is instrumented on its own."""
        self._nested(node)
        scope.expressions.visit_definition(node)
        out.append(node)


def _expression(instrumenter, out, node, scope, bound, run):
    value = node.value
    if isinstance(value, ast.Yield) and isinstance(value.value, (ast.Name, ast.Constant, type(None))):
        note_names(node, run.names, bound)
        out.extend(yield_statement(node, scope.frame))
        return
    node = scope.expressions.visit_statement(node)
    note_names(node, run.names, bound)
    out.append(node)


def _delete(instrumenter, out, node, scope, bound, run):
    node = scope.expressions.visit_statement(node)
    for target in node.targets:
        if isinstance(target, ast.Name):
            bound.discard(target.id)
            run.names.pop(target.id, None)
        else:
            note_names(target, run.names, bound)
    out.append(node)


#: By the name of the node's type, for not every version has all of them; other statements hold nothing but expressions.
_VISITORS = {
    "Expr": _expression,
    "Delete": _delete,
    "FunctionDef": Instrumenter.definition,
    "AsyncFunctionDef": Instrumenter.definition,
    "ClassDef": Instrumenter.definition,
    "Return": leaving.visit_return,
    "Raise": leaving.visit_raise,
    "Break": leaving.visit_break,
    "Continue": leaving.visit_continue,
    "If": branching.visit_if,
    "Match": branching.visit_match,
    "While": looping.visit_while,
    "For": looping.visit_for,
    "AsyncFor": looping.visit_for,
    "With": guarding.visit_with,
    "AsyncWith": guarding.visit_with,
    "Try": guarding.visit_try,
    "TryStar": guarding.visit_try,
}
