"""The program itself: a script, a call of a function, a module or tests, run as plain Python would run them."""

import atexit
import importlib
import importlib.machinery
import os
import sys

from .depth import leave_room_for_frames_below
from .frames import line_of_traceback
from .importing import RecordingLoader
from .modules import package_of, set_first_path
from .outcomes import TestWatcher
from .recorder import message_of
from .rendering import render, type_name
from .testing import fresh_main, run_module, run_tests


class Program:
    """`run`: the engine's order, see `RunOrder` in protocol/runtime.ts."""

    def __init__(self, run, workspace, process):
        self.path = run["file"]
        self.run_order = run
        self.workspace = workspace
        self.process = process
        self.outcome = {"kind": "returned"}

    def run(self):
        # The first handler registered is the last to run: by then the program's own have ended.
        if self.process is not None:
            atexit.register(lambda: self.process.finish(self.outcome))
        try:
            self._start()
        except SystemExit as ending:
            self.outcome = {"kind": "exited", "exitCode": _exit_code(ending.code)}
            raise
        except BaseException as exception:
            self._uncaught(exception)

    def _start(self):
        run = self.run_order
        if "call" in run:
            self._run_call(run["call"])
        elif "module" in run:
            run_module(run["module"], run["arguments"])
        elif "test" in run:
            watcher = self.workspace.tests = TestWatcher(self.process.drain, self.workspace.owns)
            run_tests(run["test"], run["arguments"], watcher)
        elif "code" in run:
            main = fresh_main()
            _execute(compile(run["code"], "<string>", "exec"), main)
        elif _is_archive(self.path):
            set_first_path(self.path, always=True)
            run_module("__main__", run["arguments"], self.path)
        elif self.path.endswith(".pyc"):
            loader = importlib.machinery.SourcelessFileLoader("__main__", self.path)
            self._run_script(loader, loader)
        else:
            loader = importlib.machinery.SourceFileLoader("__main__", self.path)
            self._run_script(RecordingLoader("__main__", self.path, self.workspace), loader)

    def _run_script(self, loader, shown):
        """`shown`: the loader that the program sees."""
        main = fresh_main()
        main.__dict__.update(__file__=self.path, __loader__=shown)
        main.__dict__["__cached__"] = None
        main.__dict__["__annotations__"] = {}
        _execute(loader.get_code("__main__"), main)

    def _run_call(self, call):
        folder, name = package_of(self.path)
        fresh_main()
        set_first_path(folder, always=True)
        module = importlib.import_module(name)
        code = compile(call, "<call>", "eval")
        value = eval(code, module.__dict__)
        self.outcome["value"] = [type_name(value), render(value, 2000)]

    def _uncaught(self, exception):
        """Prints what plain Python prints, and ends as it ends."""
        kind = type(exception)
        trace = _without_our_frames(exception.__traceback__)
        path, line = _place_of(exception, trace)
        self.outcome = {
            "kind": "raised",
            "exception": {"type": type_name(exception), "message": message_of(exception, 500), "line": line},
            "path": path,
        }
        if kind is KeyboardInterrupt:
            # How the interpreter ends then, only it can do itself: at the very end, when all output has been flushed.
            _leave_printing_to_interpreter(exception, trace)
            raise exception
        exception = exception.with_traceback(trace)
        sys.last_type, sys.last_value, sys.last_traceback = kind, exception, trace
        if _is_audited(kind, exception, trace):
            sys.excepthook(kind, exception, trace)
        sys.exit(1)


def _execute(code, main):
    leave_room_for_frames_below(through_exec=True)
    exec(code, main.__dict__)


def _is_audited(kind, exception, trace):
    """What the interpreter tells audit hooks before it prints; one that raises RuntimeError keeps it from printing."""
    try:
        sys.audit("sys.excepthook", sys.excepthook, kind, exception, trace)
    except RuntimeError:
        return False
    return True


def _leave_printing_to_interpreter(exception, trace):
    """Has the program's own hook print, without our frames, what the interpreter is about to print."""
    hook = sys.excepthook

    def print_own_part(kind, _, __):
        sys.excepthook = hook
        sys.last_type, sys.last_value, sys.last_traceback = kind, exception.with_traceback(trace), trace
        hook(kind, exception, trace)

    sys.excepthook = print_own_part


def _without_our_frames(trace):
    own = os.path.dirname(os.path.abspath(__file__))
    launcher = os.path.join(os.path.dirname(own), "witness_launch.py")
    importing = os.path.abspath(importlib.__file__)
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        path = os.path.abspath(filename)
        ours = os.path.dirname(path) == own or path in (launcher, importing)
        if not ours and not filename.startswith("<frozen importlib") and filename != "<call>":
            return trace
        trace = trace.tb_next
    return None


def _place_of(exception, trace):
    """Path and line where it was raised; of a syntax error, where it is. Both None where there is no such place."""
    if trace is None:
        if isinstance(exception, SyntaxError) and exception.filename != "<call>":
            return exception.filename, exception.lineno
        return None, None
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename, line_of_traceback(trace)


def _is_archive(path):
    """A folder or zip file with a `__main__` in it."""
    if path.endswith(".py") or not os.path.isfile(path):
        # What is read of a pipe to look at it would be missing when it is run.
        return os.path.isdir(path)
    import zipfile  # takes longer to load than all of ours

    return zipfile.is_zipfile(path)


def _exit_code(code):
    if code is None:
        return 0
    return int(code) if isinstance(code, int) else 1
