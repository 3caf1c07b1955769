"""Checks examples on what a fragment defines, and tries a test before somebody copies it."""

import io
import sys

from witness_runtime.rendering import render

from .bounds import TimeIsOver, bounded, cease, stop_after
from .placeholder import Placeholder

_TEXT = 200


def check(world, namespace, examples):
    """`examples`: [{call, expected?, raises?}]; without `expected` and `raises` the call has to be true. Returns for each
    {held, actual?, error?, invented}."""
    world.notes.wanted = False
    return [_checked(world, namespace, example) for example in examples]


def _checked(world, namespace, example):
    world.current, world.touched, before = None, set(), world.touches
    answer = {"held": False}
    try:
        actual = eval(compile(example["call"], "<example>", "eval", 0, True), namespace)
        if type(actual) is Placeholder:
            world.touch(actual._witness_facts)
        answer["actual"] = render(actual, _TEXT)
        if "raises" in example:
            answer["held"] = False
        elif "expected" not in example:
            answer["held"] = bool(actual)
        else:
            answer["held"] = _is(actual, eval(compile(example["expected"], "<example>", "eval", 0, True), namespace))
    except TimeIsOver:
        answer["error"] = "it did not end in time"
    except BaseException as problem:
        name = type(problem).__name__
        answer["error"] = "%s: %s" % (name, str(problem)[:_TEXT]) if str(problem) else name
        answer["held"] = example.get("raises") == name
    answer["invented"] = world.touches > before
    return answer


def _is(actual, expected):
    if type(actual) is Placeholder or type(expected) is Placeholder:
        return actual is expected
    if isinstance(actual, float) and isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return actual == expected or abs(actual - expected) <= 1e-9 * max(1.0, abs(expected))
    return bool(actual == expected)


def try_test(request):
    """Runs the text of a test as it is and calls it. `request`: {source, call, limitMs}. Returns {error} or {}."""
    stop_after(request.get("limitMs", 5000) / 1000)
    sys.stdout, sys.stderr = bounded(sys.stdout), bounded(sys.stderr)
    sys.stdin = io.StringIO("")
    namespace = {"__name__": "witness_test"}
    try:
        exec(compile(request["source"], "<test>", "exec", 0, True), namespace)
        namespace[request["call"]]()
    except BaseException as problem:
        return {"error": "%s: %s" % (type(problem).__name__, str(problem)[:_TEXT])}
    finally:
        cease()
    return {}
