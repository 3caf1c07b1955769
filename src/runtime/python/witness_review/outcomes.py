"""What a call does: what it returns or raises, what it does to its arguments and its receiver, what it prints."""

import io
import random
import sys
import types
from typing import NamedTuple

from witness_fragment.bounds import TimeIsOver, cease, stop_after

from .calls import split

_MOST_ITEMS = 500
_DEPTH = 12
_SHOWN = 400


class Outcome(NamedTuple):
    """`kind`: returned, raised, failed (by an exception that no `raise` of the module has raised), endless. `same`: a text that is equal
    where two outcomes are alike. For people: what it did, what it left its arguments as, what it printed. `result`: a text that is equal
    for results that are alike; `raised`: the names of the exception's class and of its bases."""

    kind: str
    same: str
    did: str
    left: str = ""
    printed: str = ""
    result: str = ""
    raised: tuple = ()


def describe(one, other):
    """What is told of an outcome beside another one that is not alike: what it did, and of the rest what makes the difference."""
    parts = [one.did]
    if one.left and other.left and one.left != other.left:
        parts.append("leaving %s" % one.left)
    if one.printed != other.printed:
        parts.append("printing %s" % _clipped(one.printed))
    return ", ".join(parts)


class Record:
    """Stands for an object that has what a function asks for."""

    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __repr__(self):
        return "Record(%s)" % ", ".join("%s=%r" % item for item in self.__dict__.items())


def outcome_of(call, module, seconds):
    """Runs a call in a module."""
    names = {**module.__dict__, "Record": Record}

    def act():
        receiver = None if call.receiver is None else eval(call.receiver, names)
        positional, named = [], {}
        for argument in call.arguments:
            name, text = split(argument)
            if name:
                named[name[:-1]] = eval(text, names)
            else:
                positional.append(eval(text, names))
        function = names[call.name] if call.receiver is None else getattr(receiver, call.name)
        return function(*positional, **named), positional, named, receiver

    return ended(act, module, seconds)


def ended(act, module, seconds):
    """How something ends that gives (result, positional arguments, named ones, receiver); random numbers are the same each time."""
    printed = io.StringIO()
    before, sys.stdout = sys.stdout, printed
    random.seed(0)
    stop_after(seconds)
    try:
        result, positional, named, receiver = act()
        if isinstance(result, types.GeneratorType):
            result = [item for item, _ in zip(result, range(_MOST_ITEMS))]
        cease()
        after = _canonical([positional, named, receiver], 0, {})
        told = canonical(result)
        same = "= %s\n%s\n%s" % (told, after, printed.getvalue())
        left = ", ".join(map(_clipped, (*positional, *named.values())))
        return Outcome("returned", same, "returns %s" % _clipped(result), left, printed.getvalue(), told)
    except TimeIsOver:
        return Outcome("endless", "endless", "does not end")
    except SystemExit as problem:
        return Outcome("raised", "! SystemExit", "raises SystemExit(%s)" % (problem.code,), raised=_names(problem))
    except BaseException as problem:
        cease()
        return _raised(problem, module)
    finally:
        cease()
        sys.stdout = before


def _names(problem):
    return tuple(kind.__name__ for kind in type(problem).__mro__)


def _clipped(value):
    try:
        text = repr(value)
    except Exception:
        text = "<%s>" % type(value).__name__
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _raised(problem, module):
    name = type(problem).__name__
    shown = ("raises %s: %s" % (name, problem))[:_SHOWN].rstrip(": ")
    if _is_raised_by(problem, module):
        return Outcome("raised", "! %s" % name, shown, raised=_names(problem))
    return Outcome("failed", "! failed", shown, raised=_names(problem))


def _is_raised_by(problem, module):
    """Whether a `raise` of the module's own text raised it."""
    place = problem.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None or place.tb_frame.f_code.co_filename != module.__file__:
        return False
    lines = module.witness_lines
    return place.tb_lineno <= len(lines) and lines[place.tb_lineno - 1].lstrip().startswith("raise")


def canonical(value):
    """A text that is the same for values that are alike."""
    return _canonical(value, 0, {})


def _canonical(value, depth, seen):
    """A text that is the same for values that are alike: sets in order, no addresses, floats to twelve digits."""
    if value is None or isinstance(value, (bool, int, str, bytes)):
        return repr(value)
    if isinstance(value, float):
        return "%.12g" % value
    if id(value) in seen or depth > _DEPTH:
        return "<again %s>" % seen.get(id(value), "")
    inside = {**seen, id(value): len(seen)}

    def of(part):
        return _canonical(part, depth + 1, inside)

    kind = type(value).__name__
    if isinstance(value, (list, tuple)):
        return "%s[%s]" % (kind, ",".join(map(of, value[:_MOST_ITEMS])))
    if isinstance(value, (set, frozenset)):
        return "%s{%s}" % (kind, ",".join(sorted(map(of, value))))
    if isinstance(value, dict):
        return "%s{%s}" % (kind, ",".join("%s:%s" % (of(key), of(item)) for key, item in value.items()))
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, type, types.ModuleType, types.MethodType)):
        return "<%s %s>" % (kind, getattr(value, "__name__", ""))
    try:
        fields = vars(value)
    except TypeError:
        return _without_addresses(value)
    return "%s(%s)" % (kind, ",".join("%s=%s" % (name, of(fields[name])) for name in sorted(fields)))


def _without_addresses(value):
    try:
        text = repr(value)
    except Exception:
        text = ""
    return "<%s>" % type(value).__name__ if " at 0x" in text else text
