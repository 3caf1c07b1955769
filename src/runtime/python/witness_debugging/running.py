"""Runs one program and its tests in this process, which is given up afterwards."""

import importlib
import importlib.util
import io
import os
import sys
import time
import types

from witness_fragment.bounds import TimeIsOver, bounded, cease, stop_after

_TEXT = 300
_STACK = 600


def run_tests(request, source, tests, tell):
    """Tells one result a test. The program itself runs first; where it fails, so does every test."""
    sys.stdout, sys.stderr = bounded(io.TextIOWrapper(open(os.devnull, "wb"))), bounded(io.TextIOWrapper(open(os.devnull, "wb")))
    sys.stdin = io.StringIO("")
    sys.setrecursionlimit(_STACK)
    lines = {} if request.get("lines") else None
    seconds = request["limitMs"] / 1000
    module, failure = _loaded({**request, "source": source}, lines, seconds)
    for test in tests:
        begun = time.monotonic()
        result = failure or _tested(test, module, lines, seconds)
        result = {**result, "ms": round((time.monotonic() - begun) * 1000, 1)}
        if lines is not None:
            result = {**result, "lines": [[line, count] for line, count in sorted(lines.items())]}
        tell(result)
        if request.get("stopAtFailure") and result["status"] != "passed":
            return


def evaluate(request):
    """`request`: {file, module, root, cwd, source, expressions, limitMs}. Returns for each expression the text of its value, or of what it
    raised."""
    sys.stdout, sys.stderr = bounded(sys.stdout), bounded(sys.stderr)
    sys.setrecursionlimit(_STACK)
    module, failure = _loaded(request, None, request["limitMs"] / 1000)
    if failure:
        return [failure.get("message", failure["status"]) for _ in request["expressions"]]
    return [_value(text, module, request["limitMs"] / 1000) for text in request["expressions"]]


def _value(text, module, seconds):
    stop_after(seconds)
    try:
        value = eval(compile(text, "<input>", "eval"), dict(module.__dict__))
        if isinstance(value, types.GeneratorType):
            value = list(value)
        return "= %s" % (repr(value)[: _TEXT * 10],)
    except TimeIsOver:
        return "timeout"
    except BaseException as problem:
        return "! %s" % (type(problem).__name__,)
    finally:
        cease()


def _loaded(request, lines, seconds):
    """The program as a module under its own name, so that tests that import it get this text: (module, how it failed)."""
    file, name = request["file"], request["module"]
    sys.path[:0] = [folder for folder in (request["root"], request["cwd"]) if folder not in sys.path]
    if os.path.isdir(request["cwd"]):
        os.chdir(request["cwd"])
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    try:
        code = compile(request["source"], file, "exec", 0, True)
        if "." in name:
            setattr(importlib.import_module(name.rpartition(".")[0]), name.rpartition(".")[2], module)
    except BaseException as problem:
        return module, _failed(problem, file)
    sys.modules[name] = module
    return module, _bounded(lambda: exec(code, module.__dict__), file, lines, seconds)


def _tested(test, module, lines, seconds):
    code = compile(test, "<test>", "exec", 0, True)
    names = dict(module.__dict__)
    failure = _bounded(lambda: exec(code, names), module.__file__, lines, seconds)
    return failure or {"status": "passed"}


def _bounded(act, file, lines, seconds):
    """None, or how it failed."""
    stop_after(seconds)
    try:
        if lines is not None:
            sys.settrace(_line_counter(file, lines))
        act()
        return None
    except TimeIsOver:
        return {"status": "timeout"}
    except BaseException as problem:
        return _failed(problem, file)
    finally:
        sys.settrace(None)
        cease()


def _failed(problem, file):
    answer = {"status": "failed", "type": type(problem).__name__, "message": str(problem)[:_TEXT]}
    place = problem.__traceback__
    while place is not None:
        if place.tb_frame.f_code.co_filename == file:
            answer["line"] = place.tb_lineno
        place = place.tb_next
    return answer


def _line_counter(file, lines):
    def count(frame, event, _):
        if event == "line":
            lines[frame.f_lineno] = lines.get(frame.f_lineno, 0) + 1
        return count

    return lambda frame, event, _: count if frame.f_code.co_filename == file else None
