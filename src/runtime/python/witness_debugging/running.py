"""Runs one program and its tests in this process, which is given up afterwards."""

import importlib
import importlib.abc
import importlib.util
import io
import os
import pprint
import re
import sys
import time
import types

from witness_fragment.bounds import TimeIsOver, bounded, cease, nowhere, stop_after

_TEXT = 300
_STACK = 600
_MOST_IMPORTS = 400
_MOST_LATE = 4
_MANY_LATE, _LEAST_SHARE, _PATIENCE = 2, 0.2, 10


class LineCounts:
    """How often each line ran, by file."""

    def __init__(self, takes):
        """`takes`: whether the lines of a file count."""
        self._takes = takes
        self.files = {}

    def trace(self, frame, event, _):
        file = frame.f_code.co_filename
        if file not in self.files:
            self.files[file] = {} if self._takes(file) else None
        lines = self.files[file]
        if lines is None:
            return None

        def count(inner, event, _):
            if event == "line":
                lines[inner.f_lineno] = lines.get(inner.f_lineno, 0) + 1
            return count

        return count

    def of(self, file):
        return sorted((self.files.get(file) or {}).items())


def limits_of(request):
    """For one test: (seconds, seconds of the processor)."""
    return request["limitMs"] / 1000, request.get("processorMs", request["limitMs"]) / 1000


def run_tests(request, source, tests, tell):
    """Tells one result a test. The program itself runs first; where it fails, so does every test."""
    quiet()
    limits = limits_of(request)
    module, failure = loaded({**request, "source": source}, None, limits)
    for test in tests:
        result = failure or _tested(test, module, None, limits)
        tell(result)
        if request.get("stopAtFailure") and result["status"] != "passed":
            return


def observe_tests(request, source, tests, tell, forked):
    """Tells one result a test, and with `lines` which lines of the program ran. Each has a fork of its own, of a process in which the
    program and `preludes` have run: statements that import what the tests need."""
    quiet()
    known = set(sys.modules)
    lines = LineCounts(lambda file: file == request["file"]) if request.get("lines") else None
    limits = limits_of(request)
    module, failure = loaded({**request, "source": source}, lines, limits)
    # What fails here fails again in the tests that need it.
    for prelude in () if failure else request["preludes"]:
        _tested(prelude, module, lines, limits)

    def observe(test, limits, inner):
        begun = time.monotonic(), time.process_time()
        result = failure or _tested(test, module, lines, limits)
        ms, processor_ms = ((now - then) * 1000 for now, then in zip((time.monotonic(), time.process_time()), begun))
        taken = {"ms": round(ms, 1), "processorMs": round(processor_ms, 1)}
        ran = {} if lines is None else {"lines": lines.of(request["file"])}
        inner({**result, **taken, **ran, **_imported(known, request)})

    late, longest = 0, 0
    for test in tests:
        # Where several have not ended, more of them hardly will.
        least = max(_LEAST_SHARE * limits[1], _PATIENCE * longest)
        own = (min(limits), min(limits[1], least)) if late >= _MANY_LATE else limits
        [result] = forked(request, [test], lambda inner, test=test, own=own: observe(test, own, inner))
        if result["status"] == "timeout":
            late += 1
        else:
            longest = max(longest, result.get("processorMs", 0) / 1000)
        tell(result)


def quiet():
    sys.stdout, sys.stderr = nowhere(), nowhere()
    sys.stdin = io.StringIO("")
    sys.setrecursionlimit(_STACK)


def _imported(known, request):
    """What came in besides the program: other processes may import modules from outside of the project before they fork, and
    compile files of the project."""
    roots = tuple(os.path.join(request[name], "") for name in ("root", "cwd"))
    imports, files = [], []
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if name in known or name == request["module"]:
            continue
        if not file.startswith(roots):
            imports.append(name)
        elif file.endswith(".py"):
            files.append([name, file])
    return {"imports": imports[:_MOST_IMPORTS], "projectFiles": files[:_MOST_IMPORTS]}


def survey_test(request, test, tell):
    """Tells the result of a test of the project as it is on disk, with the lines of the project's files that ran."""
    quiet()
    enter(request)
    root = os.path.join(request["cwd"], "")
    lines = LineCounts(lambda file: file.startswith(root) and "site-packages" not in file)
    module = types.ModuleType("tests")
    module.__file__ = ""
    result = _tested(test, module, lines, limits_of(request))
    tell({**result, "files": [[file, lines.of(file)] for file, counts in lines.files.items() if counts]})


def evaluate(request):
    """`request`: {file, module, root, cwd, source, expressions, limitMs, processorMs}. Returns for each expression the text of its value, or of what it
    raised."""
    sys.stdout, sys.stderr = bounded(sys.stdout), bounded(sys.stderr)
    sys.setrecursionlimit(_STACK)
    module, failure = loaded(request, None, limits_of(request))
    if failure:
        return [failure.get("message", failure["status"]) for _ in request["expressions"]]
    answers, late = [], 0
    for text in request["expressions"]:
        answers.append("timeout" if late == _MOST_LATE else _value(text, module, limits_of(request)))
        late += answers[-1] == "timeout"
    return answers


def _value(text, module, limits):
    stop_after(*limits)
    try:
        value = eval(compile(text, "<input>", "eval"), dict(module.__dict__))
        if isinstance(value, types.GeneratorType):
            value = list(value)
        # Neither where an object lies nor the order of a set says anything.
        return "= %s" % (re.sub(r" at 0x[0-9a-f]+", "", pprint.pformat(value, width=1 << 20, sort_dicts=False))[: _TEXT * 10],)
    except TimeIsOver:
        return "timeout"
    except BaseException as problem:
        return "! %s" % (type(problem).__name__,)
    finally:
        cease()


def enter(request):
    """Goes to the working folder of the tests; modules are found there and below `root`."""
    folders = [request[name] for name in ("root", "cwd") if name in request]
    sys.path[:0] = [folder for folder in folders if folder not in sys.path]
    if os.path.isdir(request["cwd"]):
        os.chdir(request["cwd"])


class _Program(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a module a text that need not be that of its file, also when it is imported anew."""

    def __init__(self, name, file, code, names):
        self.name, self._file, self._code, self._names = name, file, code, dict(names)

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        places = [os.path.dirname(self._file)] if os.path.basename(self._file) == "__init__.py" else None
        spec = importlib.util.spec_from_file_location(name, self._file, loader=self, submodule_search_locations=places)
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__dict__.update(self._names)
        exec(self._code, module.__dict__)


def loaded(request, lines, limits, names=()):
    """The program, a text, tree or code, as a module under its own name, so that tests that import it get this one: (module,
    how it failed). `names`: what it finds among its global variables."""
    file, name = request["file"], request["module"]
    enter(request)
    try:
        source = request["source"]
        code = source if isinstance(source, types.CodeType) else compile(source, file, "exec", 0, True)
    except BaseException as problem:
        return types.ModuleType(name), _failed(problem, file)
    sys.meta_path[:] = [item for item in sys.meta_path if not (isinstance(item, _Program) and item.name == name)]
    sys.meta_path.insert(0, _Program(name, file, code, names))
    sys.modules.pop(name, None)
    failure = held(lambda: importlib.import_module(name), file, lines, limits)
    module = sys.modules.get(name) or types.ModuleType(name)
    module.__dict__.setdefault("__file__", file)
    return module, failure


def _tested(test, module, lines, limits):
    return tested(test, dict(module.__dict__), module.__file__, lines, limits)


def tested(test, names, file, lines, limits):
    """The result of a test that sees `names`."""
    code = compile(test, "<test>", "exec", 0, True)
    failure = held(lambda: exec(code, names), file, lines, limits)
    return failure or {"status": "passed"}


def held(act, file, lines, limits):
    """None, or how it failed."""
    stop_after(*limits)
    try:
        if lines is not None:
            sys.settrace(lines.trace)
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
