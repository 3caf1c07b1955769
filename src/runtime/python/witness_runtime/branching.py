"""Statements that choose between suites: `if` and `match`."""

from .names import captures, keep_common, note_names
from .probing import again, case_probe, value_probe
from .runs import Lead, Run


def visit_if(instrumenter, out, node, scope, bound, run):
    """The values after the test are handed over in whichever suite follows."""
    node.test = scope.expressions.visit(node.test)
    note_names(node.test, run.names, bound)
    then_bound, else_bound = set(bound), set(bound)
    after_test = value_probe(scope, run, bound, node)
    run.ended = True
    node.body = instrumenter.suite(node.body, scope, then_bound, Lead(instrumenter))
    node.orelse = instrumenter.suite(node.orelse, scope, else_bound, Lead(instrumenter)) if node.orelse else []
    if after_test is not None:
        node.body.insert(0, after_test)
        node.orelse.insert(0, again(after_test))
    keep_common(bound, [(node.body, then_bound), (node.orelse, else_bound)])
    out.append(node)


def visit_match(instrumenter, out, node, scope, bound, run):
    """Each case is logged when it is tried."""
    note_names(node.subject, run.names, bound)
    node.subject = scope.expressions.visit(node.subject)
    instrumenter.end_run(out, run, scope, bound, node)
    run.ended = True
    branches, cases = [([], set(bound))], []
    for case in node.cases:
        header = instrumenter.plan.case_header(case.pattern.lineno)
        if header is not None:
            cases.append(case_probe(instrumenter.codes.code([header]), case))
        if case.guard is not None:
            case.guard = scope.expressions.visit(case.guard)
        case_bound = set(bound)
        captured = Run(header)
        captured.names.update(dict.fromkeys(captures(case.pattern), True))
        case_bound.update(captured.names)
        taken = None if header is None else value_probe(scope, captured, case_bound, case.body[0])
        case.body = instrumenter.suite(case.body, scope, case_bound, Lead(instrumenter))
        if taken is not None:
            case.body.insert(0, taken)
        branches.append((case.body, case_bound))
        cases.append(case)
    node.cases = cases
    keep_common(bound, branches)
    out.append(node)
