"""What lets pytest's assertion rewriting and our probes work on the same module.

pytest imports test modules and conftest files itself. The two functions with which it rewrites and compiles them are
wrapped: the tree gets our probes first, then pytest rewrites its assertions. Its cache of rewritten code is neither read
nor written for the modules that are recorded."""

import ast
import builtins
import importlib.machinery
import os

from .compiling import compile_instrumented, instrumented_tree
from .outcomes import TestWatcher

REWRITER = "_pytest.assertion.rewrite"
CONFIG = "_pytest.config"
USAGE_ERROR, NO_TESTS_COLLECTED = 4, 5
WATCHED = frozenset({REWRITER, CONFIG})


def watched_spec(fullname, path, target, workspace):
    """The spec of one of pytest's own modules, which we change as soon as it has been imported."""
    spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
    if spec is None or type(spec.loader) is not importlib.machinery.SourceFileLoader:
        return spec
    spec.loader = _Watching(spec.loader.name, spec.loader.path, workspace)
    return spec


class _Watching(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname, path, workspace):
        super().__init__(fullname, path)
        self._workspace = workspace

    def exec_module(self, module):
        super().exec_module(module)
        if module.__name__ == REWRITER:
            _record_rewritten(module, self._workspace)
        elif self._workspace.tests is not None:
            _watch_first_session(module, self._workspace.tests)


def _record_rewritten(rewriter, workspace):
    rewrite_asserts = rewriter.rewrite_asserts
    codes = {}
    read_pyc, write_pyc = rewriter._read_pyc, rewriter._write_pyc

    def rewritten(mod, source, module_path=None, config=None):
        if module_path is not None and workspace.owns(module_path):
            made = workspace.recorded(source, module_path, with_rewritten_asserts(config))
            if made is not None:
                tree, codes[module_path] = made
                # Only to be handed to `compiled`, which knows the code already.
                mod.body = tree.body
                return
        rewrite_asserts(mod, source, module_path, config)

    def with_rewritten_asserts(config):
        def make(source, path, answer, recorder):
            tree, needs = instrumented_tree(source, path, answer)
            rewrite_asserts(tree, source, path, config)
            code, meaning = compile_instrumented(tree, path, needs).bind(path, recorder)
            return (tree, code), meaning

        return make

    def compiled(source, filename, *arguments, **named):
        code = codes.pop(filename, None) if isinstance(source, ast.Module) else None
        return code or builtins.compile(source, filename, *arguments, **named)

    def read(source, *arguments, **named):
        return None if workspace.owns(os.fspath(source)) else read_pyc(source, *arguments, **named)

    def write(state, co, *arguments, **named):
        return False if workspace.owns(co.co_filename) else write_pyc(state, co, *arguments, **named)

    rewriter.rewrite_asserts = rewritten
    rewriter.compile = compiled
    rewriter._read_pyc, rewriter._write_pyc = read, write


def _watch_first_session(config, tests):
    """Lets our plugin see the outermost session; sessions that a test starts itself are its own affair."""
    manager = config.PytestPluginManager
    start = manager.__init__

    def started(self, *arguments, **named):
        start(self, *arguments, **named)
        manager.__init__ = start
        # Before pytest's own, after which none is asked.
        config.hookimpl(tryfirst=True)(Watcher.pytest_runtest_makereport)
        self.register(Watcher(tests), "witness")

    manager.__init__ = started


class Watcher:
    """A plugin that listens and changes nothing."""

    def __init__(self, tests):
        self.tests = tests
        self.failures = {}

    def pytest_runtest_makereport(self, item, call):
        if call.excinfo is not None:
            self.failures[item.nodeid] = TestWatcher.described(call.excinfo.value, call.excinfo.value.__traceback__)

    def pytest_exception_interact(self, node, call, report):
        self.failures[report.nodeid] = TestWatcher.described(call.excinfo.value, call.excinfo.value.__traceback__)

    def pytest_collectreport(self, report):
        if report.outcome == "failed":
            self.tests.add(report.nodeid, "error", self.failures.pop(report.nodeid, None), during="collect")

    def pytest_runtest_logreport(self, report):
        failure = self.failures.pop(report.nodeid, None)
        if report.outcome == "failed":
            self.tests.add(
                report.nodeid,
                "failed" if report.when == "call" else "error",
                failure,
                during=report.when,
                reason=None if failure else str(report.longrepr)[:500],
            )
        elif report.outcome == "skipped":
            self.tests.add(report.nodeid, "skipped", reason=_reason(report), during=report.when)
        elif report.when == "call":
            self.tests.add(report.nodeid, "passed")

    def pytest_sessionfinish(self, session, exitstatus):
        if self.tests.count == 0 and int(exitstatus) in (USAGE_ERROR, NO_TESTS_COLLECTED):
            self.tests.tell({"unknown": True})


def _reason(report):
    expected = getattr(report, "wasxfail", None)
    if expected is not None:
        return "expected to fail: " + expected if expected else "expected to fail"
    longrepr = report.longrepr
    if type(longrepr) is not tuple or len(longrepr) != 3:
        return None
    reason = str(longrepr[2])
    return reason[len("Skipped: ") :] if reason.startswith("Skipped: ") else reason
