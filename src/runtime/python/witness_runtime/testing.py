"""Runs tests by their ids, with the project's own runner, as `python -m pytest ID` and `python -m unittest ID` do."""

import builtins
import importlib.machinery
import importlib.util
import os
import runpy
import sys
import types

from .depth import leave_room_for_frames_below
from .modules import package_of


def run_tests(test, arguments, watcher):
    """`test`: {"id", "runner": pytest, unittest, doctest or auto}. Ends with SystemExit, as the runners do."""
    runner = _runner(test)
    watcher.tell({"runner": runner})
    if runner == "pytest":
        run_module("pytest", [test["id"], *arguments])
    elif runner == "doctest":
        from .doctests import run_doctest

        run_doctest(test["id"], arguments, watcher)
    else:
        from .unittests import run_unittest

        run_unittest(_dotted(test["id"]), arguments, watcher)


def _runner(test):
    if test["runner"] != "auto":
        return test["runner"]
    return "pytest" if importlib.util.find_spec("pytest") is not None else "unittest"


def run_module(name, arguments, archive=None):
    """As `python -m NAME`, in the folder that stands first on the path already; or as `python ARCHIVE`."""
    fresh_main()
    sys.argv[:] = [archive or "-m", *arguments]
    leave_room_for_frames_below(through_exec=False)
    runpy._run_module_as_main(name, archive is None)


def fresh_main():
    """The module `__main__` as a program finds it at its start."""
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__dict__.update(
        __builtins__=builtins, __annotations__={}, __loader__=importlib.machinery.BuiltinImporter
    )
    return main


def _dotted(identifier):
    """`tests/test_x.py::TestA::test_b` as the dotted name that unittest loads; other ids as they are.

    The folder above the file's packages is put on the path, as `unittest discover` does."""
    path, _, rest = identifier.partition("::")
    if not path.endswith(".py"):
        return identifier
    folder, name = package_of(path)
    if os.path.realpath(folder) != os.path.realpath(sys.path[0]):
        sys.path.insert(0, folder)
    return ".".join([name, *rest.split("::")]) if rest else name
