"""Tests of pytest, each of which raises what made it fail. One that uses nothing of pytest is called directly, which is
many times faster."""

import importlib
import os
import sys
import unittest

_QUIET = ("-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:faulthandler")


class _Outcome:
    def __init__(self):
        self.items = []
        self.ran = 0
        self.raised = None

    def pytest_collection_modifyitems(self, items):
        self.items = list(items)

    def pytest_runtest_makereport(self, item, call):
        self.ran += call.when == "call"
        if call.excinfo is not None and self.raised is None and call.excinfo.typename not in ("Skipped", "XFailed"):
            self.raised = call.excinfo.value


def collect(request):
    """`request`: {cwd, path}. The tests of a file or folder: [{id, direct?: [folder, module, name]}]."""
    os.chdir(request["cwd"])
    outcome = _Outcome()
    _main(["--collect-only", request["path"]], outcome)
    return [_described(item) for item in outcome.items]


def _described(item):
    answer = {"id": item.nodeid}
    module, function = getattr(item, "module", None), getattr(item, "obj", None)
    is_case = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, unittest.TestCase)
    # What pytest itself adds to test cases.
    own = ("request", "_unittest") if is_case else ()
    fixtures = [name for name in getattr(item, "fixturenames", ["?"]) if not name.startswith(own)]
    if module is not None and function is not None and not fixtures and not list(item.iter_markers()):
        if not hasattr(item, "callspec"):
            folder = os.path.dirname(module.__file__)
            for _ in range(module.__name__.count(".")):
                folder = os.path.dirname(folder)
            names = [item.cls.__qualname__] if item.cls else []
            answer["direct"] = [folder, module.__name__, ".".join([*names, function.__name__])]
    return answer


def run(*node_ids):
    """Raises what the first test raised that failed, or RuntimeError where one did not run."""
    outcome = _Outcome()
    code = _main(node_ids, outcome)
    if outcome.raised is not None:
        raise outcome.raised
    if code != 0 or outcome.ran < len(node_ids):
        raise RuntimeError("pytest did not run %s (exit code %d)" % (", ".join(node_ids), code))


def load(folder, module):
    """The module of tests below a folder."""
    if folder not in sys.path:
        sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    return importlib.import_module(module)


def call(folder, module, name):
    """Raises what the test raised."""
    owner = load(folder, module)
    *classes, function = name.split(".")
    for part in classes:
        owner = getattr(owner, part)
    try:
        if isinstance(owner, type) and issubclass(owner, unittest.TestCase):
            unittest.TestSuite([owner(function)]).debug()
        else:
            getattr(owner() if classes else owner, function)()
    except unittest.SkipTest:
        pass


def _main(arguments, outcome):
    import pytest

    sys.dont_write_bytecode = True
    return int(pytest.main([*_QUIET, *arguments], plugins=[outcome]))
