"""Runs a unittest id and tells what became of each test."""

import sys
import unittest

from .outcomes import TestWatcher


def run_unittest(name, arguments, watcher):
    """As `python -m unittest NAME`. Ends with SystemExit."""

    class Result(unittest.TextTestResult):
        def addSuccess(self, test):
            watcher.add(test.id(), "passed")
            super().addSuccess(test)

        def addFailure(self, test, err):
            watcher.add(test.id(), "failed", TestWatcher.described(err[1], err[2]))
            super().addFailure(test, err)

        def addError(self, test, err):
            watcher.add(_id(test), "error", TestWatcher.described(err[1], err[2]))
            super().addError(test, err)

        def addSkip(self, test, reason):
            watcher.add(_id(test), "skipped", reason=str(reason))
            super().addSkip(test, reason)

        def addExpectedFailure(self, test, err):
            watcher.add(test.id(), "skipped", TestWatcher.described(err[1], err[2]), reason="expected to fail")
            super().addExpectedFailure(test, err)

        def addUnexpectedSuccess(self, test):
            watcher.add(test.id(), "failed", reason="expected to fail, but passed")
            super().addUnexpectedSuccess(test)

        def addSubTest(self, test, subtest, err):
            if err is not None:
                failed = issubclass(err[0], test.failureException)
                described = TestWatcher.described(err[1], err[2])
                watcher.add(subtest.id(), "failed" if failed else "error", described)
            super().addSubTest(test, subtest, err)

    class Runner(unittest.TextTestRunner):
        resultclass = Result

    class Loader(unittest.TestLoader):
        """Says which names are not there; a module that cannot be imported is an error of its own."""

        def loadTestsFromNames(self, names, module=None):
            suite = super().loadTestsFromNames(names, module)
            missing = [error for error in self.errors if "AttributeError" in error]
            if missing:
                watcher.tell({"unknown": True})
            return suite

    sys.argv[:] = ["python -m unittest", name, *arguments]
    unittest.main(module=None, testRunner=Runner, testLoader=Loader())


def _id(test):
    identifier = test.id()
    failed = "unittest.loader._FailedTest."
    return identifier[len(failed) :] if identifier.startswith(failed) else identifier
