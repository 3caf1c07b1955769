"""Puts probes into a module's syntax tree. The source file is never touched, and every node keeps its position, so
that tracebacks and `f_lineno` are those of the plain program.

A probe calls an object that is put into the compiled code's constants, so no name of ours is visible to the program.
What a probe logs is a *code*: an int whose meaning (frame entered, blocks run, frame left) is told to the engine once
a module. One call of `list.append` records a block.
"""

import ast
import functools

from .blocks import statement_keys
from .expressions import ExpressionProbes, calls_something
from .iterables import may_run_code
from .names import (
    captures,
    keep_common,
    names_assigned,
    names_to_show,
    never_falls_through,
    note_names,
    parameter_names,
    split_preamble,
)
from .nodes import call, code_marker, constant, if_, log, nowhere, runtime_object, statement, use_position
from .probing import again, case_probe, entry_probe, guarded, is_on, silently, value_probe
from .runs import Lead, Run
from .scope import Scope
from .suspending import frame_of, suspends, yield_statement
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
        lines = self._suite(rest, scope, set(parameters), lead)
        noting = silently([statement(call("left_by_exception", *scope.frame.number()), unseen)], unseen)
        framed = guarded(lines, noting, rest[0])
        # The value of a `return` stays on the interpreter's stack meanwhile: no name of ours holds it.
        framed.finalbody = silently([scope.frame.left(unseen)], unseen)
        return [*head, framed]

    def _docstring_only(self, head, scope):
        if not head:
            return []
        code = self.codes.code([self._block(head[0])], enter=scope.function, leave=True)
        return [statement(log(code), head[-1])]

    def _nested(self, node):
        """Instruments the body of a function or class statement."""
        function = self._function_of_body(node.body)
        kind = "class" if isinstance(node, ast.ClassDef) else "function"
        scope = Scope(function, kind, self.probes_of(function))
        parameters = [] if kind == "class" else parameter_names(node.args)
        node.body = self._body(node.body, scope, parameters)

    def _function_of_body(self, body):
        return self.plan.function_of[self._block(body[0])]

    def _block(self, node):
        return self.plan.statements[self.keys[node]]

    # Suites

    def _suite(self, body, scope, bound, lead, current=None):
        """Instruments a list of statements. `bound` holds the names that surely have a value and is updated;
        `lead` is what has to be logged before the first block; `current` the block that already runs."""
        out = []
        run = Run(current)
        silent = len(body) > 1 and not all(isinstance(node, _DECLARATIONS) for node in body)
        for node in body:
            if silent and isinstance(node, _DECLARATIONS):
                out.append(node)
                continue
            block = self._block(node)
            loop = isinstance(node, (ast.For, ast.AsyncFor, ast.While))
            if block != run.block or loop:
                self._end_run(out, run, scope, bound, node)
                run = Run(block)
                self._start_block(out, node, run, lead)
            self._statement(out, node, scope, bound, run)
            lead = Lead(self)
        if run.block is not None and not run.ended:
            self._end_run(out, run, scope, bound, body[-1])
        return out

    def _start_block(self, out, node, run, lead):
        if isinstance(node, (ast.For, ast.AsyncFor)):
            lead.emit(out, node, [run.block], opens=True)
        elif isinstance(node, ast.While):
            lead.emit(out, node, [])
        else:
            lead.emit(out, node, [run.block])

    def _end_run(self, out, run, scope, bound, position):
        """The value probe after a straight-line run."""
        if run.block is None or run.ended:
            return
        run.ended = True
        probe = value_probe(scope, run, bound, position)
        if probe is not None:
            out.append(probe)

    # Statements

    def _statement(self, out, node, scope, bound, run):
        visit = getattr(self, "_visit_" + type(node).__name__, None)
        if visit is not None:
            visit(out, node, scope, bound, run)
            return
        node = scope.expressions.visit_statement(node)
        note_names(node, run.names, bound)
        out.append(node)

    def _visit_Expr(self, out, node, scope, bound, run):
        value = node.value
        if isinstance(value, ast.Yield) and isinstance(value.value, (ast.Name, ast.Constant, type(None))):
            note_names(node, run.names, bound)
            out.extend(yield_statement(node, scope.frame))
            return
        node = scope.expressions.visit_statement(node)
        note_names(node, run.names, bound)
        out.append(node)

    def _visit_FunctionDef(self, out, node, scope, bound, run):
        self._nested(node)
        scope.expressions.visit_definition(node)
        out.append(node)

    _visit_AsyncFunctionDef = _visit_FunctionDef
    _visit_ClassDef = _visit_FunctionDef

    def _visit_Return(self, out, node, scope, bound, run):
        """While its probe is on, the value passes through it: `return returned(probe, value)`."""
        marker = scope.new_probe(names_to_show(run.names, bound, scope), "return")
        node = scope.expressions.visit_statement(node)
        run.ended = True
        passed = call("returned", runtime_object(marker), node.value or constant(None))
        # An asynchronous generator may return, but no value.
        recorded = statement(passed, node) if node.value is None else use_position(ast.Return(value=passed), node)
        out.append(use_position(if_(is_on(marker), [recorded]), node))
        out.append(node)

    def _visit_Raise(self, out, node, scope, bound, run):
        run.ended = True
        out.append(scope.expressions.visit_statement(node))

    def _visit_Break(self, out, node, scope, bound, run):
        self._end_run(out, run, scope, bound, node)
        run.ended = True
        if scope.in_finally:
            out.append(statement(call("caught"), node))
        out.append(node)

    def _visit_Continue(self, out, node, scope, bound, run):
        self._visit_Break(out, node, scope, bound, run)
        if scope.next_test is not None:
            out.insert(-1, statement(log(scope.next_test), node))

    def _visit_If(self, out, node, scope, bound, run):
        node.test = scope.expressions.visit(node.test)
        note_names(node.test, run.names, bound)
        then_bound, else_bound = set(bound), set(bound)
        after_test = value_probe(scope, run, bound, node)
        run.ended = True
        node.body = self._suite(node.body, scope, then_bound, Lead(self))
        node.orelse = self._suite(node.orelse, scope, else_bound, Lead(self)) if node.orelse else []
        if after_test is not None:
            node.body.insert(0, after_test)
            node.orelse.insert(0, again(after_test))
        keep_common(bound, [(node.body, then_bound), (node.orelse, else_bound)])
        out.append(node)

    def _visit_While(self, out, node, scope, bound, run):
        run.ended = True
        header = run.block
        reaches_code = calls_something(node.test) or suspends(node.test)
        note_names(node.test, run.names, bound)
        node.test = scope.expressions.visit(node.test)
        body_bound, else_bound = set(bound), set(bound)
        after_test = value_probe(scope, run, bound, node) if reaches_code else None
        original_else = node.orelse
        if reaches_code:
            logged = log(self.codes.code([header]))
            node.test = use_position(ast.BoolOp(op=ast.Or(), values=[logged, node.test]), node.test)
        implied = [] if reaches_code else [header]
        changed = names_assigned(node.body)
        with scope.loop(None):
            node.body = self._suite(node.body, scope, body_bound, Lead(self, blocks=implied))
        if original_else:
            node.orelse = self._suite(original_else, scope, else_bound, Lead(self, blocks=implied))
        elif implied:
            node.orelse = [statement(log(self.codes.code(implied)), node)]
        if after_test is not None:
            node.body.insert(0, after_test)
        out.append(node)
        self._after_loop(out, node, header, scope, bound, changed)

    def _visit_For(self, out, node, scope, bound, run):
        run.ended = True
        header = run.block
        note_names(node.iter, run.names, bound)
        node.iter = scope.expressions.visit(node.iter)
        body_bound, else_bound = set(bound), set(bound)
        taken = Run(header)
        note_names(node.target, taken.names, body_bound)
        changed = names_assigned([node])
        item = value_probe(scope, taken, body_bound, node.body[0])
        lead = Lead(self, blocks=[header])
        lead.probe = item
        # What the iterator runs comes after the test that asks it for the next item.
        next_test = self.codes.code([header], opens=True) if may_run_code(node) else None
        with scope.loop(next_test):
            last = node.body[-1]
            node.body = self._suite(node.body, scope, body_bound, lead)
            if next_test is not None and not never_falls_through(node.body):
                node.body.append(statement(log(next_test), nowhere(last)))
        if node.orelse:
            node.orelse = self._suite(node.orelse, scope, else_bound, Lead(self, blocks=[header]))
        else:
            node.orelse = [statement(log(self.codes.code([header])), node)]
        out.append(node)
        self._after_loop(out, node, header, scope, bound, changed)

    _visit_AsyncFor = _visit_For

    def _after_loop(self, out, node, header, scope, bound, changed):
        """The last values of what a loop changes, taken once when it ends."""
        after = Run(header)
        after.names.update(dict.fromkeys(changed))
        probe = value_probe(scope, after, bound, node, "loop-exit")
        if probe is not None:
            out.append(probe)

    def _visit_With(self, out, node, scope, bound, run):
        for item in node.items:
            item.context_expr = scope.expressions.visit(item.context_expr)
            note_names(item.context_expr, run.names, bound)
            if item.optional_vars is not None:
                note_names(item.optional_vars, run.names, bound)
        opened = value_probe(scope, run, bound, node)
        run.ended = True
        body = self._suite(node.body, scope, bound, Lead(self))
        if opened is not None:
            body.insert(0, opened)
        node.body = [self._noting_raises(body, node, scope)]
        out.append(node)
        # A context manager may have swallowed the exception; then it is no longer on its way.
        any_in_flight = ast.Attribute(value=runtime_object("in_flight"), attr="any", ctx=ast.Load())
        settled = if_(any_in_flight, [statement(call("settled"), node)])
        out.append(use_position(settled, node))

    _visit_AsyncWith = _visit_With

    def _visit_Try(self, out, node, scope, bound, run):
        with scope.loop(None if node.finalbody else scope.next_test):
            self._guarded_suites(node, scope, bound, run)
        if node.finalbody:
            node = self._final_suite(node, scope, bound)
        out.append(node)

    _visit_TryStar = _visit_Try

    def _guarded_suites(self, node, scope, bound, run):
        """All suites of a `try` but that of its `finally`."""
        before = set(bound)
        body_bound = set(bound)
        own = node.body
        node.body = self._suite(own, scope, body_bound, Lead(self), run.block if self._block(own[0]) == run.block else None)
        run.ended = True
        branches = []
        if node.orelse:
            node.orelse = self._suite(node.orelse, scope, body_bound, Lead(self))
            branches.append((node.orelse, body_bound))
        else:
            branches.append((node.body, body_bound))
        node.body = [self._noting_raises(node.body, node, scope)]
        for handler in node.handlers:
            branches.append((handler.body, self._handler(handler, scope, set(before))))
        keep_common(bound, branches)

    def _final_suite(self, node, scope, bound):
        scope.in_finally += 1
        final = self._suite(node.finalbody, scope, bound, Lead(self))
        scope.in_finally -= 1
        if not node.handlers:
            node.finalbody = final
            return node
        inner = type(node)(body=node.body, handlers=node.handlers, orelse=node.orelse, finalbody=[])
        use_position(inner, node)
        return use_position(ast.Try([self._noting_raises([inner], node, scope)], [], [], final), node)

    def _handler(self, handler, scope, bound):
        header = self.plan.handlers.get(handler.lineno)
        code = None if header is None else self.codes.code([header])
        lead = Lead(self)
        if handler.type is not None and code is not None:
            tested = scope.expressions.visit(handler.type)
            handler.type = use_position(call("matched", code_marker(code), tested), handler.type)
        elif code is not None:
            lead = Lead(self, blocks=[header])
        if handler.name:
            bound.add(handler.name)
        body = self._suite(handler.body, scope, bound, lead)
        handler.body = [statement(call("caught"), handler.body[0]), *body]
        bound.discard(handler.name)
        return bound

    def _visit_Match(self, out, node, scope, bound, run):
        note_names(node.subject, run.names, bound)
        node.subject = scope.expressions.visit(node.subject)
        self._end_run(out, run, scope, bound, node)
        run.ended = True
        branches, cases = [([], set(bound))], []
        for case in node.cases:
            header = self.plan.case_header(case.pattern.lineno)
            if header is not None:
                cases.append(case_probe(self.codes.code([header]), case))
            if case.guard is not None:
                case.guard = scope.expressions.visit(case.guard)
            case_bound = set(bound)
            captured = Run(header)
            captured.names.update(dict.fromkeys(captures(case.pattern), True))
            case_bound.update(captured.names)
            taken = None if header is None else value_probe(scope, captured, case_bound, case.body[0])
            case.body = self._suite(case.body, scope, case_bound, Lead(self))
            if taken is not None:
                case.body.insert(0, taken)
            branches.append((case.body, case_bound))
            cases.append(case)
        node.cases = cases
        keep_common(bound, branches)
        out.append(node)

    def _visit_Delete(self, out, node, scope, bound, run):
        node = scope.expressions.visit_statement(node)
        for target in node.targets:
            if isinstance(target, ast.Name):
                bound.discard(target.id)
                run.names.pop(target.id, None)
            else:
                note_names(target, run.names, bound)
        out.append(node)

    def _noting_raises(self, body, position, scope):
        """The body, noting an exception that leaves it before handlers or `finally` see it."""
        unseen = nowhere(position)
        noting = statement(call("raised", *scope.frame.number()), unseen)
        return guarded(body, silently([noting], unseen), position)
