"""Checks what somebody claims of a call, in both versions of a file."""

import ast

from .comparing import both
from .forms import alike, form_of
from .outcomes import Outcome, describe, ended

_SECONDS = 2.5


def check_call(request):
    """`request`: {file, module, root, cwd, old, new, call, now, before?}, where now and before are {returns}, {raises} or {endless}.
    Returns {old, new, hasOld, differ, now, before} with what each version does as texts, whether the old version has what is called,
    and whether now and before are as claimed (null where nothing is claimed); {reason} where it cannot be run."""
    old, new, reason = both(request)
    if reason:
        return {"reason": reason}
    called = _called(request["call"])
    if called is None:
        return {"reason": "it is not one call"}
    if not hasattr(new, called):
        return {"reason": "the new version has no %s" % called}
    has_old = hasattr(old, called)
    after = _outcome(request["call"], new)
    before = _outcome(request["call"], old) if has_old else Outcome("missing", ("missing",), "is not there")
    return {
        "old": describe(before, after),
        "new": describe(after, before),
        "hasOld": has_old,
        "differ": not alike(before.form, after.form) or before.raised != after.raised,
        "now": _is_as_claimed(request["now"], after, new),
        "before": _is_as_claimed(request["before"], before, old) if has_old and request.get("before") else None,
    }


def check_assert(request):
    """`request`: {test}. Returns {reason} where the text is anything but asserts, {} otherwise."""
    try:
        body = ast.parse(request["test"]).body
        compile(request["test"], "<test>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {"reason": "it is not Python"}
    if not body or not all(isinstance(part, ast.Assert) for part in body):
        return {"reason": "it is more than an assert"}
    return {}


def _called(text):
    """The name in the module that a call begins with; None where the text is no call."""
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(node, ast.Call):
        return None
    while isinstance(node, (ast.Call, ast.Attribute)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _outcome(text, module):
    code = compile(text.strip(), "<claim>", "eval")
    return ended(lambda: (eval(code, dict(module.__dict__)), [], {}, None), module, _SECONDS)


def _is_as_claimed(claim, outcome, module):
    if claim.get("endless"):
        return outcome.kind == "endless"
    if "raises" in claim:
        return claim["raises"].rpartition(".")[2] in outcome.raised
    if outcome.kind != "returned":
        return False
    if outcome.did == "returns %s" % claim["returns"].strip():
        return True
    try:
        expected = eval(claim["returns"].strip(), dict(module.__dict__))
    except BaseException:
        return False
    return alike(outcome.result, form_of(expected))
