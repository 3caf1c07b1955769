"""Calls of real things with arguments that may be invented.

Where a call fails on a placeholder, that is the placeholder's limit and no error of the program: it gets values of the
types that it is likely to have until one fits."""

import errno
import io
import os
import sys
import time
import types

from .placeholder import Placeholder, as_text, derived, elements_of, facts_of

_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_MAX_DEPTH = 3
# Modules whose exceptions tell of programs, hosts and data bases that are not there as expected.
_OUTSIDE = ("subprocess", "sqlite3", "_sqlite3", "socket", "ssl", "http.client", "urllib.error", "smtplib", "ftplib")
_ENDING = (sys.exit, os._exit, os.abort)


def invented_in(values, depth=0):
    """The placeholders in arguments, and in the lists, tuples and dictionaries among them."""
    for value in values:
        if type(value) is Placeholder:
            yield value
        elif depth < _MAX_DEPTH and type(value) in (list, tuple, set):
            if len(value) <= 100:
                yield from invented_in(list(value), depth + 1)
        elif depth < _MAX_DEPTH and type(value) is dict and len(value) <= 100:
            yield from invented_in([*value.keys(), *value.values()], depth + 1)


def concrete(value, kind):
    """A value of a type in a placeholder's place."""
    if kind == "str":
        return as_text(value)
    if kind == "list":
        return list(elements_of(value))
    if kind == "texts":
        return [as_text(e) if type(e) is Placeholder else e for e in elements_of(value)]
    if kind == "tuple":
        return tuple(elements_of(value))
    return {
        "int": 1, "float": 1.5, "bool": True, "None": None, "dict": {}, "set": set(), "bytes": as_text(value).encode(),
        "callable": lambda *arguments, **keywords: None, "resource": io.StringIO(as_text(value)),
    }.get(kind, value)  # fmt: skip


def replaced(value, kind_of, depth=0):
    """Arguments with concrete values for their placeholders."""
    if type(value) is Placeholder:
        return concrete(value, kind_of(value))
    if depth >= _MAX_DEPTH:
        return value
    if type(value) in (list, tuple, set):
        return type(value)(replaced(item, kind_of, depth + 1) for item in value)
    if type(value) is dict:
        return {replaced(k, kind_of, depth + 1): replaced(v, kind_of, depth + 1) for k, v in value.items()}
    return value


def call_real(world, function, arguments, keywords, line):
    """Calls something that is really there and not of the fragment."""
    arguments = _taken_out(function, arguments)
    placeholders = list(invented_in([*arguments, *keywords.values()]))
    for value in placeholders:
        world.touch(value._witness_facts)
    special = _SPECIAL.get(function) if _is_hashable(function) else None
    if special is not None and placeholders:
        answer = special(world, arguments)
        if answer is not NotImplemented:
            return answer
    if function is time.sleep:
        return None
    if _opens_what_is_not_there(function, arguments):
        return _missing_call(world, function, line, "environment")
    try:
        return function(*arguments, **keywords)
    except OSError as problem:
        return _environment(world, function, problem, line)
    except SystemExit:
        # Code of a library that ends the program because of what it was started with, as an argument parser does.
        if function in _ENDING or not _is_library(function):
            raise
        return _missing_call(world, function, line, "environment")
    except EOFError:
        if function is not input:
            raise
        return _missing_call(world, function, line, "input")
    except Exception as problem:
        if type(problem).__module__ in _OUTSIDE and not _has_own_frames(world):
            return _missing_call(world, function, line, "environment")
        if not (placeholders or world.plan.lenient) or _has_own_frames(world):
            raise
    return _repaired(world, function, arguments, keywords, placeholders, line)


def _taken_out(function, arguments):
    """What a text is joined from, one by one, is known only when it has been asked for."""
    owner = getattr(function, "__self__", None)
    if getattr(function, "__name__", "") != "join" or not isinstance(owner, (str, bytes)) or len(arguments) != 1:
        return arguments
    return (list(arguments[0]),) if isinstance(arguments[0], (types.GeneratorType, map, filter)) else arguments


def _opens_what_is_not_there(function, arguments):
    """A data base that would be made anew, and so would lack what the code expects of it."""
    if getattr(function, "__module__", "") not in ("sqlite3", "_sqlite3") or getattr(function, "__name__", "") != "connect":
        return False
    return bool(arguments) and isinstance(arguments[0], (str, os.PathLike)) and ":memory:" not in str(arguments[0]) and not os.path.exists(arguments[0])


def _repaired(world, function, arguments, keywords, placeholders, line):
    def likely(value):
        kind = value._witness_facts.type
        return "str" if kind == "object" else kind

    for attempt in (likely, "str", "int", "texts", "list", "bytes", "float", "dict"):
        kind_of = attempt if callable(attempt) else (lambda value, kind=attempt: kind)
        try:
            given = [replaced(a, kind_of) for a in arguments]
            named = {k: replaced(v, kind_of) for k, v in keywords.items()}
            result = function(*given, **named)
        except Exception:
            continue
        for value in placeholders:
            facts = value._witness_facts
            kind = kind_of(value)
            facts.chosen = facts.chosen or {"texts": "list", "bytes": "object"}.get(kind, kind)
        return result
    return _missing_call(world, function, line, "value")


def _environment(world, function, problem, line):
    """What lies outside of the fragment is not there: a file, a host, a program."""
    name = getattr(function, "__name__", "call")
    if problem.errno in _REFUSED or "Connection" in type(problem).__name__:
        world.blocked.append({"line": line, "what": name, "reason": str(problem)[:200]})
    return _missing_call(world, function, line, "environment")


def _missing_call(world, function, line, source):
    name = getattr(function, "__name__", type(function).__name__)
    key = "%s()" % name
    world.inference.sources.setdefault(key, source)
    return world.make("call", name, key, line)


def _has_own_frames(world):
    """Whether the exception under way came out of the fragment's own code, called back from the library."""
    trace = sys.exc_info()[2]
    trace = trace.tb_next if trace else None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == world.filename and trace.tb_frame is not world.caller:
            return True
        trace = trace.tb_next
    return False


def _is_library(function):
    """Whether a function is written in Python: one in C ends the program because it is asked to."""
    return hasattr(getattr(function, "__func__", function), "__code__")


def _is_hashable(function):
    try:
        hash(function)
        return True
    except TypeError:
        return False


def _first(arguments):
    return arguments[0] if arguments and type(arguments[0]) is Placeholder else None


def _typed(kind):
    def special(world, arguments):
        value = _first(arguments)
        if value is None or len(arguments) != 1:
            return NotImplemented
        return derived(value, kind, kind)

    return special


def _has_attribute(world, arguments):
    return True if _first(arguments) is not None else NotImplemented


def _is_instance(world, arguments):
    value = _first(arguments)
    if value is None or len(arguments) != 2:
        return derived(arguments[1], "isinstance", "bool") if len(arguments) == 2 and facts_of(arguments[1]) else NotImplemented
    result = derived(value, "isinstance", "bool")
    names = arguments[1] if isinstance(arguments[1], tuple) else (arguments[1],)
    # A test for the type that it is likely to have is likely to hold.
    facts = result._witness_facts
    names = ",".join(getattr(n, "__name__", "?") for n in names)
    facts.key = "isinstance(%s, %s)" % (value._witness_facts.key, names)
    certain = value._witness_facts.certain
    if certain is not None and all(isinstance(n, type) for n in (arguments[1] if isinstance(arguments[1], tuple) else (arguments[1],))):
        return certain in names.split(",")
    return result


def _type_of(world, arguments):
    value = _first(arguments)
    return derived(value, "type") if value is not None and len(arguments) == 1 else NotImplemented


def _get_attribute(world, arguments):
    value = _first(arguments)
    if value is None or len(arguments) < 2 or type(arguments[1]) is not str or arguments[1].startswith("__"):
        return NotImplemented
    return getattr(value, arguments[1])


_SPECIAL = {
    len: _typed("int"), int: _typed("int"), float: _typed("float"), str: _typed("str"), abs: _typed(None),
    round: _typed(None), bool: _typed("bool"), repr: _typed("str"), isinstance: _is_instance, issubclass: _is_instance,
    hasattr: _has_attribute, callable: _has_attribute, type: _type_of, getattr: _get_attribute,
}  # fmt: skip
