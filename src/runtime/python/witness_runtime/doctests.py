"""Runs one doctest of a module: `file.py::doctest:NAME`, or `file.py::doctest:LINE` for the one that holds the line."""

import doctest
import importlib
import sys

from .modules import package_of
from .outcomes import TestWatcher


def run_doctest(identifier, arguments, watcher):
    """Prints what `doctest.testmod` prints. Ends with SystemExit, 1 where an example failed."""
    path, _, which = identifier.partition("::doctest:")
    folder, name = package_of(path)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    sys.argv[:] = [path, *arguments]
    module = importlib.import_module(name)
    tests = [test for test in doctest.DocTestFinder().find(module, name) if test.examples]
    chosen = [test for test in tests if _is_meant(test, which, name)]
    if not chosen:
        known = [_short(test, name) for test in tests]
        watcher.tell({"unknown": True, "known": [path + "::doctest:" + item for item in known]})
        print("no doctest %s in %s" % (which, path), file=sys.stderr)
        raise SystemExit(4)
    failed = [test for test in chosen if not _passes(test, path + "::doctest:" + _short(test, name), watcher)]
    raise SystemExit(1 if failed else 0)


def _short(test, module):
    return test.name[len(module) + 1 :] or "<module>"


def _is_meant(test, which, module):
    if not which.isdigit():
        return which in ("", test.name, _short(test, module)) or (which == module and test.name == module)
    if test.lineno is None:
        return False
    last = test.examples[-1]
    first = test.lineno + 1
    return first <= int(which) <= first + last.lineno + last.source.count("\n") + last.want.count("\n")


def _passes(test, identifier, watcher):
    first = []

    class Runner(doctest.DocTestRunner):
        def report_failure(self, out, test, example, got):
            expected = example.want.rstrip("\n") or "nothing"
            first.append(("Failed", "expected %s, got %s" % (expected, got.rstrip("\n") or "nothing"), _places(test, example)))
            super().report_failure(out, test, example, got)

        def report_unexpected_exception(self, out, test, example, exc_info):
            kind, message, _ = TestWatcher.described(exc_info[1], None)
            first.append((kind, message, _places(test, example)))
            super().report_unexpected_exception(out, test, example, exc_info)

    failed = Runner().run(test).failed
    watcher.add(identifier, "failed" if failed else "passed", first[0] if first else None)
    return not failed


def _places(test, example):
    return [(test.filename, (test.lineno or 0) + example.lineno + 1)]
