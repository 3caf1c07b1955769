"""Records the steps of one test of a program, in this process, which is given up afterwards."""

import base64
import importlib
import importlib.util
import io
import json
import os
import sys
import types
import zlib

from witness_fragment.bounds import TimeIsOver, cease, nowhere, stop_after
from witness_runtime.compiling import compile_recorded
from witness_runtime.recorder import Recorder

_STACK = 600
_MOST_EVENTS = 1_000_000


class _BoundedRecorder(Recorder):
    """Falls silent where it has kept enough."""

    def __init__(self, steps, budget, most):
        super().__init__(steps, budget)
        self.most = most
        self.is_full = False

    def _keep(self, probe, values, *returned):
        if self.records.next_number >= self.most:
            self.is_full = True
            self.stop()
            return
        super()._keep(probe, values, *returned)


def record(request):
    """`request`: {file, module, root, cwd, source, test, blocks, limitMs, valueBudget, steps, mostRecords}. Returns {module, events, records,
    outcome, isFull}: events as base64 of deflated words, lowest byte first."""
    recorder = _BoundedRecorder(request["steps"], request["valueBudget"], request["mostRecords"])
    sys.stdout, sys.stderr = nowhere(), nowhere()
    sys.stdin = io.StringIO("")
    sys.setrecursionlimit(_STACK)
    meaning, outcome = _run(request, recorder)
    # Nothing of the program may add to what is taken.
    is_full = recorder.is_full
    recorder.stop()
    events, records = recorder.take()
    if len(events) > _MOST_EVENTS:
        is_full, events = True, events[:_MOST_EVENTS]
    if sys.byteorder == "big":
        events.byteswap()
    return {
        "module": meaning, "events": base64.b64encode(zlib.compress(events.tobytes(), 1)).decode("ascii"),
        "records": json.loads(records or b"[]"), "outcome": outcome, "isFull": is_full,
    }  # fmt: skip


def _run(request, recorder):
    file, name, seconds = request["file"], request["module"], request["limitMs"] / 1000
    sys.path[:0] = [folder for folder in (request["root"], request["cwd"]) if folder not in sys.path]
    if os.path.isdir(request["cwd"]):
        os.chdir(request["cwd"])
    blocks = json.dumps(request["blocks"]).encode("ascii")
    code, meaning = compile_recorded(request["source"], file, blocks, recorder)
    meaning["path"] = file
    test = compile(request["test"], "<test>", "exec", 0, True)
    module = importlib.util.module_from_spec(importlib.util.spec_from_file_location(name, file))
    if "." in name:
        setattr(importlib.import_module(name.rpartition(".")[0]), name.rpartition(".")[2], module)
    sys.modules[name] = module
    # The test is none of the program's, but sees its names.
    return meaning, _bounded(lambda: _both(code, test, module), file, seconds)


def _both(code, test, module):
    exec(code, module.__dict__)
    names = types.ModuleType("tests").__dict__
    names.update(module.__dict__)
    exec(test, names)


def _bounded(act, file, seconds):
    stop_after(seconds)
    try:
        act()
        return {"kind": "returned"}
    except TimeIsOver:
        return {"kind": "timeout"}
    except BaseException as problem:
        line, place = None, problem.__traceback__
        while place is not None:
            if place.tb_frame.f_code.co_filename == file:
                line = place.tb_lineno
            place = place.tb_next
        message = problem.args[0] if problem.args and type(problem.args[0]) is str else ""
        exception = {"type": type(problem).__name__, "message": message[:300], "line": line}
        return {"kind": "raised", "exception": exception}
    finally:
        cease()
