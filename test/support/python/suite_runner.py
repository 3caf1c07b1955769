"""Runs one module of CPython's own test suite: suite_runner.py MODULE RESULT. Writes the outcome of each test as JSON:
{"outcomes": {test id: "passed" | "failed" | "skipped" | ...}, "problems": {test id: traceback}}."""

import importlib
import json
import sys
import unittest


class Outcomes(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.outcomes = {}
        self.problems = {}

    def note(self, test, outcome):
        self.outcomes[test.id()] = outcome

    def bad(self, test, outcome, info):
        self.note(test, outcome)
        self.problems[test.id()] = self._exc_info_to_string(info, test)

    def addSuccess(self, test):
        if not self.outcomes.get(test.id(), "").startswith("failed"):
            self.note(test, "passed")

    def addFailure(self, test, info):
        super().addFailure(test, info)
        self.bad(test, "failed", info)

    def addError(self, test, info):
        super().addError(test, info)
        self.bad(test, "failed", info)

    def addSubTest(self, test, subtest, info):
        super().addSubTest(test, subtest, info)
        if info is not None:
            self.bad(test, "failed", info)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.note(test, "skipped")

    def addExpectedFailure(self, test, info):
        super().addExpectedFailure(test, info)
        self.note(test, "failed as expected")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.note(test, "passed against expectation")


def main():
    name, result = sys.argv[1:]
    del sys.argv[1:]
    from test import support

    support.use_resources = []
    outcomes = Outcomes()
    try:
        module = importlib.import_module("test." + name)
        unittest.defaultTestLoader.loadTestsFromModule(module).run(outcomes)
    except unittest.SkipTest:
        outcomes.outcomes[name] = "skipped"
    with open(result, "w", encoding="ascii") as file:
        json.dump({"outcomes": outcomes.outcomes, "problems": outcomes.problems}, file)
    sys.exit(0 if outcomes.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
