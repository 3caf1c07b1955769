"""Compares two versions of a file, function by function, on calls that are known and calls that are drawn."""

import ast
import inspect
import sys
import time

from witness_debugging.running import loaded
from witness_fragment.bounds import bounded

from . import values
from .calls import parsed, split
from .drawing import Drawing
from .outcomes import describe, outcome_of

_MOST_CALLS = 400
_MOST_ENDLESS = 20
_LEAST_SECONDS = 0.04
_TRACED_CALLS = 150
_SHRINKING_TURNS = 60
_CONFIRMING_SECONDS = 2.5
_LOADING_LIMITS = (2, 2)


def compare(request):
    """`request`: {file, module, root, cwd, old, new, function, calls, limitMs, budgetMs, seed}. Returns {calls, lines, difference?} or
    {reason} where the function cannot be run: `calls` ran in both versions and did something other than fail, `lines` of the
    new version ran in them, and `difference` is the plainest call on which the versions differ: {call, old, new}."""
    old, new, reason = both(request)
    if reason:
        return {"reason": reason}
    try:
        drawing = _drawing(request, old, new)
    except _NotComparable as problem:
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
    {old, new, differ}."""
    old, new, reason = both(request)
    call = parsed(request["call"], request["function"])
    if reason or call is None:
        return {"old": "", "new": "", "differ": False}
    before = outcome_of(call, old, _CONFIRMING_SECONDS)
    after = outcome_of(call, new, _CONFIRMING_SECONDS)
    return {"old": describe(before, after), "new": describe(after, before), "differ": before.same != after.same}


# A call on which a version does its work says more than one that it may not be meant for.
_DOUBT = {"returned": 0, "raised": 1, "endless": 2, "failed": 3}


class _NotComparable(Exception):
    pass


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
    before, owner = _found(old, path)
    after, _ = _found(new, path)
    if _shape(before) != _shape(after):
        raise _NotComparable("its parameters have changed")
    if inspect.iscoroutinefunction(before) or inspect.iscoroutinefunction(after):
        raise _NotComparable("it is asynchronous")
    known = [call for call in (parsed(text, path) for text in request["calls"]) if call is not None]
    nodes = [_node(request[version], path) for version in ("old", "new")]
    return Drawing(path, before, owner, nodes, known, request["seed"])


def _found(module, path):
    """(function, the class whose method it is, or None)."""
    owner = None
    here = module
    for name in path.split("."):
        owner, here = here if inspect.isclass(here) else None, inspect.getattr_static(here, name, None)
        if isinstance(here, (staticmethod, classmethod)):
            raise _NotComparable("it belongs to a class")
    if isinstance(here, property):
        raise _NotComparable("it is a property")
    if not callable(here):
        raise _NotComparable("it is defined inside of another function, or under a condition")
    return here, owner


def _shape(function):
    try:
        return [(p.name, p.kind, p.default is p.empty) for p in inspect.signature(function).parameters.values()]
    except (TypeError, ValueError):
        raise _NotComparable("its parameters are not known") from None


def _node(source, path):
    here = ast.parse(source)
    for name in path.split("."):
        here = next((part for part in here.body if getattr(part, "name", None) == name), here)
    return here


class _Comparison:
    def __init__(self, old, new, drawing, seconds):
        self.old, self.new, self.drawing, self.seconds = old, new, drawing, seconds
        self.calls = self.endless = self.drawn = 0
        self.lines = set()
        self.differing = []

    def is_worthwhile(self):
        return self.drawn < _MOST_CALLS and self.endless < _MOST_ENDLESS

    def run(self, call):
        self.drawn += 1
        before, after = self._pair(call)
        if "failed" not in (before.kind, after.kind) or before.kind != after.kind:
            self.calls += 1
        if "endless" in (before.kind, after.kind):
            # What does not end costs its whole time, and others are waiting.
            self.endless += 1
            self.seconds = max(_LEAST_SECONDS, self.seconds / 2)
        if before.same != after.same:
            self.differing.append(self._found(call, before, after))
        self.drawing.learn(call, min(before.kind, after.kind, key=_DOUBT.__getitem__))

    def answer(self):
        answer = {"calls": self.calls, "lines": sorted(self.lines)}
        if self.differing:
            _, _, _, call, before, after = self._shrunk(min(self.differing, key=lambda found: found[:3]))
            answer["difference"] = {"call": call.text, "old": describe(before, after), "new": describe(after, before)}
        return answer

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
        for _ in range(_SHRINKING_TURNS):
            better = next((other for other in self._simpler(found) if other[0] <= found[0]), None)
            if better is None:
                return found
            found = better
        return found

    def _simpler(self, found):
        call = found[3]
        for at, argument in enumerate(call.arguments):
            name, text = split(argument)
            for other in values.smaller(text):
                simpler = call._replace(arguments=(*call.arguments[:at], name + other, *call.arguments[at + 1 :]))
                before, after = self._pair(simpler)
                if before.same != after.same:
                    yield self._found(simpler, before, after)
