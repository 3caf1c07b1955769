"""Compares two versions of a file, function by function, on calls that are known and calls that are drawn."""

import ast
import sys
import time

from witness_debugging.running import loaded
from witness_fragment.bounds import bounded

from . import values
from .calls import parsed, split
from .drawing import Drawing
from .forms import alike
from .outcomes import describe, outcome_of
from .targets import NotComparable, common, fits, found

_MOST_CALLS = 400
_MOST_ENDLESS = 20
_MOST_UNSTEADY = 10
_LEAST_SECONDS = 0.04
_TRACED_CALLS = 150
_SHRINKING_TURNS = 60
_SHRINKING_SECONDS = 1
_CONFIRMING_SECONDS = 2.5
# Seconds on the clock, and of the processor.
_LOADING_LIMITS = (4, 2)


def compare(request):
    """`request`: {file, module, root, cwd, old, new, function, calls, limitMs, budgetMs, seed}. Returns {calls, lines, difference?} or
    {reason} where the function cannot be run: `calls` ran in both versions and did something other than fail, `lines` of the
    new version ran in them, and `difference` is the plainest call on which the versions differ: {call, old, new}."""
    old, new, reason = both(request)
    if reason:
        return {"reason": reason}
    try:
        drawing = _drawing(request, old, new)
    except NotComparable as problem:
        return {"reason": str(problem)}
    comparison = _Comparison(old, new, drawing, request["limitMs"] / 1000)
    deadline = time.monotonic() + request["budgetMs"] / 1000
    while comparison.is_worthwhile() and time.monotonic() < deadline:
        call = drawing.next()
        if call is None:
            break
        comparison.run(call)
    return comparison.answer()


def confirm(request):
    """`request`: {file, module, root, cwd, old, new, call, function}. What each version does, run on its own with more time:
    {old, new, differ, steady}; `steady`: each version does the same twice."""
    old, new, reason = both(request)
    call = parsed(request["call"], request["function"])
    if reason or call is None:
        return {"old": "", "new": "", "differ": False, "steady": False}
    before, after = (outcome_of(call, module, _CONFIRMING_SECONDS) for module in (old, new))
    steady = _is_steady(call, old, before, _CONFIRMING_SECONDS) and _is_steady(call, new, after, _CONFIRMING_SECONDS)
    differ = not alike(before.form, after.form)
    return {"old": describe(before, after), "new": describe(after, before), "differ": differ, "steady": steady}


def _is_steady(call, module, outcome, seconds):
    """Whether a version does the same once more; what does not end is not waited for again."""
    return outcome.kind == "endless" or alike(outcome.form, outcome_of(call, module, seconds).form)


# A call on which a version does its work says more than one that it may not be meant for.
_DOUBT = {"returned": 0, "raised": 1, "endless": 2, "failed": 3}


def both(request):
    """(old module, new module, why they cannot be run)."""
    sys.stdout, sys.stderr = bounded(sys.stdout), bounded(sys.stderr)
    sys.setrecursionlimit(600)
    found = []
    for version in ("old", "new"):
        module, failure = loaded({**request, "source": request[version]}, None, _LOADING_LIMITS)
        if failure:
            return None, None, "the %s version cannot be imported: %s" % (version, failure.get("message", failure["status"]))
        module.witness_lines = request[version].split("\n")
        found.append(module)
    return (*found, None)


def _drawing(request, old, new):
    path = request["function"]
    before, after = found(old, path), found(new, path)
    parameters = common(before.parameters, after.parameters)
    own = common(before.constructor, after.constructor)
    known = [call for call in (parsed(text, path) for text in request["calls"]) if call is not None and fits(call, parameters)]
    nodes = [_node(request[version], path) for version in ("old", "new")]
    return Drawing(path, before, (own, parameters), nodes, known, request["seed"])


def _node(source, path):
    here = ast.parse(source)
    for name in path.split("."):
        here = next((part for part in here.body if getattr(part, "name", None) == name), here)
    return here


class _Comparison:
    def __init__(self, old, new, drawing, seconds):
        self.old, self.new, self.drawing, self.seconds = old, new, drawing, seconds
        self.calls = self.endless = self.drawn = self.unsteady = 0
        self.lines = set()
        self.differing = []

    def is_worthwhile(self):
        return self.drawn < _MOST_CALLS and self.endless < _MOST_ENDLESS and self.unsteady < _MOST_UNSTEADY

    def run(self, call):
        self.drawn += 1
        before, after = self._pair(call)
        if "unmade" in (before.kind, after.kind):
            self.drawing.learn(call, "failed")
            return
        if "failed" not in (before.kind, after.kind) or before.kind != after.kind:
            self.calls += 1
        if "endless" in (before.kind, after.kind):
            # What does not end costs its whole time, and others are waiting.
            self.endless += 1
            self.seconds = max(_LEAST_SECONDS, self.seconds / 2)
        if self._differ(call, before, after):
            self.differing.append(self._found(call, before, after))
        self.drawing.learn(call, min(before.kind, after.kind, key=_DOUBT.__getitem__))

    def answer(self):
        if self.unsteady and not self.differing:
            return {"reason": "it does not do the same each time"}
        answer = {"calls": self.calls, "lines": sorted(self.lines)}
        if self.differing:
            _, _, _, call, before, after = self._shrunk(min(self.differing, key=lambda found: found[:3]))
            answer["difference"] = {"call": call.text, "old": describe(before, after), "new": describe(after, before)}
        return answer

    def _differ(self, call, before, after):
        """Whether the versions differ, and by more than each does from itself."""
        if "unmade" in (before.kind, after.kind) or alike(before.form, after.form):
            return False
        if _is_steady(call, self.old, before, self.seconds) and _is_steady(call, self.new, after, self.seconds):
            return True
        self.unsteady += 1
        return False

    def _found(self, call, before, after):
        """The plainest first: calls like those that are known, then those on which the versions do their work."""
        doubt = (self.drawing.strangeness(call), _DOUBT[before.kind] + _DOUBT[after.kind])
        return doubt, len(call.text), call.text, call, before, after

    def _pair(self, call):
        before = outcome_of(call, self.old, self.seconds)
        if self.drawn <= _TRACED_CALLS:
            sys.settrace(self._trace)
        try:
            after = outcome_of(call, self.new, self.seconds)
        finally:
            sys.settrace(None)
        return before, after

    def _trace(self, frame, event, _):
        # Both versions have the file's name: only the second one is traced.
        if frame.f_code.co_filename != self.new.__file__:
            return None
        self.lines.add(frame.f_lineno)
        return self._trace

    def _shrunk(self, found):
        """The same kind of difference by simpler arguments."""
        deadline = time.monotonic() + _SHRINKING_SECONDS
        for _ in range(_SHRINKING_TURNS):
            better = next((other for other in self._simpler(found, deadline) if other[0] <= found[0]), None)
            if better is None:
                return found
            found = better
        return found

    def _simpler(self, found, deadline):
        call = found[3]
        for at, argument in enumerate(call.arguments):
            name, text = split(argument)
            for other in values.smaller(text):
                if time.monotonic() > deadline:
                    return
                simpler = call._replace(arguments=(*call.arguments[:at], name + other, *call.arguments[at + 1 :]))
                before, after = self._pair(simpler)
                if self._differ(simpler, before, after):
                    yield self._found(simpler, before, after)
