"""What a call does: what it returns or raises, what it does to its arguments and its receiver, what it prints."""

import asyncio
import inspect
import io
import random
import sys
from collections.abc import Iterator
from typing import NamedTuple, Union

from witness_fragment.bounds import TimeIsOver, cease, stop_after

from .calls import split
from .forms import difference, form_of, shown

_MOST_ITEMS = 500
_SHOWN = 400


class Outcome(NamedTuple):
    """`kind`: returned, raised, failed (by an exception that no `raise` of the module has raised), endless, or
    unmade where its receiver or an argument cannot be made. `form`: what is compared.
    For people: what it did, what it left its arguments and its receiver as, what it printed. `result`: the form of what it returned;
    `raised`: the names of the exception's class and of its bases."""

    kind: str
    form: tuple
    did: str
    left: str = ""
    printed: str = ""
    result: str = ""
    raised: tuple = ()


def describe(one, other):
    """What is told of an outcome beside another one: what it did, and of the rest what makes the difference, if there is one."""
    parts = [one.did]
    if one.left and other.left and one.left != other.left:
        parts.append("leaving %s" % one.left)
    if one.printed != other.printed:
        parts.append("printing %s" % _clipped(one.printed))
    inside = difference(one.form, other.form) if parts == [other.did] else None
    if inside is not None:
        parts.append("with %s inside" % _clipped_text(inside))
    return ", ".join(parts)


class Record:
    """Stands for an object that has what a function asks for."""

    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __repr__(self):
        return "Record(%s)" % ", ".join("%s=%r" % item for item in self.__dict__.items())


class _Unmade(Exception):
    """A receiver or an argument cannot be made."""


def outcome_of(call, module, seconds):
    """Runs a call in a module."""
    names = {**module.__dict__, "Record": Record}

    def act():
        try:
            function, positional, named, receiver = _made(call, names)
        except BaseException:
            raise _Unmade from None
        return function(*positional, **named), positional, named, receiver

    return ended(act, module, seconds)


def _made(call, names):
    receiver = None if call.receiver is None else eval(call.receiver, names)
    positional, named = [], {}
    for argument in call.arguments:
        name, text = split(argument)
        if name:
            named[name[:-1]] = eval(text, names)
        else:
            positional.append(eval(text, names))
    function = names[call.name] if call.receiver is None else getattr(receiver, call.name)
    return function, positional, named, receiver


def ended(act, module, seconds):
    """How something ends that gives (result, positional arguments, named ones, receiver); random numbers are the same each time.
    What is asynchronous is awaited, an iterator taken for what it yields."""
    printed = io.StringIO()
    before, sys.stdout = sys.stdout, printed
    random.seed(0)
    stop_after(seconds)
    try:
        result, positional, named, receiver = act()
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
        if isinstance(result, Iterator) and not isinstance(result, io.IOBase):
            result = [item for item, _ in zip(result, range(_MOST_ITEMS))]
        cease()
        left = [*positional, *named.values(), *([] if receiver is None or isinstance(receiver, type) else [receiver])]
        told = form_of(result)
        form = ("returned", told, form_of(left), printed.getvalue())
        return Outcome("returned", form, "returns %s" % _clipped(result), ", ".join(map(_told, left)), printed.getvalue(), told)
    except TimeIsOver:
        return Outcome("endless", ("endless",), "does not end")
    except _Unmade:
        cease()
        return Outcome("unmade", ("unmade",), "cannot be called")
    except SystemExit as problem:
        return Outcome("raised", ("raised", "SystemExit"), "raises SystemExit(%s)" % (problem.code,), raised=_names(problem))
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
        return _clipped_text(repr(value))
    except Exception:
        return "<%s>" % type(value).__name__


def _clipped_text(text):
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _told(value):
    """An argument for people; of an object that does not show itself, what it holds."""
    text = _clipped(value)
    return _clipped_text(shown(form_of(value))) if " at 0x" in text else text


def _raised(problem, module):
    name = type(problem).__name__
    text = ("raises %s: %s" % (name, problem))[:_SHOWN].rstrip(": ")
    if _is_raised_by(problem, module):
        return Outcome("raised", ("raised", name), text, raised=_names(problem))
    return Outcome("failed", ("failed",), text, raised=_names(problem))


def _is_raised_by(problem, module):
    """Whether a `raise` of the module's own text raised it."""
    place = problem.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None or place.tb_frame.f_code.co_filename != module.__file__:
        return False
    lines = module.witness_lines
    return place.tb_lineno <= len(lines) and lines[place.tb_lineno - 1].lstrip().startswith("raise")
