"""Sets up the recorder in a fresh interpreter and hands over to the program."""

import json
import os
import runpy
import sys

from .codecache import CodeCache
from .importing import RecordingFinder, Workspace
from .modules import set_first_path
from .observers import hide_our_events, hide_our_frames
from .process import Process
from .program import Program
from .recorder import Recorder
from .redaction import Redaction
from .rendering import redact_with
from .spawning import VARIABLE, record_started_programs


def launch(modules_before):
    """Never returns normally where plain Python would not."""
    run = json.loads(os.environ.pop(VARIABLE))
    if "start" in run:
        _as_started(run)
    sys.argv[:] = [run["file"], *run["arguments"]]
    if run.get("start") == "script":
        run["file"] = os.path.abspath(run["file"])
    by_name = "module" in run or "test" in run
    folder = os.getcwd() if by_name else "" if "code" in run else os.path.dirname(os.path.abspath(run["file"]))
    set_first_path(folder)
    workspace, process = _set_up(run)
    _forget_shadowed_modules(modules_before, folder)
    Program(run, workspace, process).run()


def _set_up(run):
    recorder = Recorder(run["steps"], run["valueBudget"])
    redaction = run.get("redaction")
    if redaction is not None:
        redact_with(Redaction(redaction["rules"], redaction["values"]))
    try:
        process = Process(run, recorder)
    except OSError:
        # The engine has gone while this process was being started.
        return Workspace([], [], None, recorder), None
    own, library = os.path.dirname(os.path.dirname(__file__)), os.path.dirname(os.__file__)
    cache = CodeCache(run["codeCache"]) if "codeCache" in run else None
    workspace = Workspace(run["roots"], [own, library], process.asking, recorder, cache, run.get("unsaved"))
    RecordingFinder(workspace).install()
    process.start(workspace)
    recorder.watch_threads()
    hide_our_frames()
    hide_our_events()
    record_started_programs(process)
    _record_run_paths(workspace)
    return workspace, process


def _as_started(run):
    """Completes the order of a program that a recorded one started: what to run stands in the command line."""
    operand, *arguments = sys.argv[1:]
    run["arguments"] = arguments
    run["file"] = {"code": "-c", "module": "-m"}.get(run["start"], operand)
    if run["start"] != "script":
        run[run["start"]] = operand
    if hasattr(sys, "orig_argv"):
        sys.orig_argv[:] = run["command"]


def _record_run_paths(workspace):
    """`runpy.run_path` compiles files itself; `multiprocessing` runs the main module so."""
    original = runpy._get_code_from_file

    def get_code(*arguments):
        path = arguments[-1]
        if not workspace.owns(path) or not path.endswith(".py"):
            return original(*arguments)
        with open(path, "rb") as file:
            code = workspace.compile(file.read(), path)
        return (code, path) if len(arguments) == 2 else code

    runpy._get_code_from_file = get_code


def _forget_shadowed_modules(before, folder):
    """Our own imports must not hide a module of the program that has the name of one of the standard library."""
    for name in set(sys.modules) - before:
        top = name.split(".")[0]
        own = os.path.join(folder, top)
        if top != "witness_runtime" and (os.path.exists(own + ".py") or os.path.isdir(own)):
            del sys.modules[name]
