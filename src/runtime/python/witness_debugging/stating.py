"""Runs a program with what somebody says of its variables at one block."""

from .literals import values_of
from .states import NotAlignable, State, restored
from .tracking import Tracker

_RESULT = "<returned>"


class Stating(Tracker):
    """`said`: [{"label": block, "occurrence": which run of it in the whole test, from 1, or None for each, "values": {name: literal}}]; `<returned>` is what a
    `return`, a test or the header of a loop gives. `side`: "entry" (they hold before the block runs) or "exit" (after it)."""

    def __init__(self, labels, side, said, namespaces):
        super().__init__(labels)
        self.side, self.said, self.namespaces = side, said, namespaces
        self.runs = dict.fromkeys((item["label"] for item in said), 0)
        self.forced = self.unknown = 0
        self.is_called_by_test = False

    @property
    def missing(self):
        """Runs that are spoken of and never were."""
        return sum(1 for item in self.said if (item["occurrence"] or 1) > self.runs[item["label"]])

    def called(self, frame, is_plain):
        # Whether what it gives is right is not known.
        if self.side == "entry" and frame.parent is not None and frame.parent.block in self.runs:
            self.unknown += 1

    def entered(self, frame, label, number):
        frame.entered = None
        if label not in self.runs:
            return None
        self.runs[label] += 1
        meant = [item["values"] for item in self.said if item["label"] == label and item["occurrence"] in (None, self.runs[label])]
        frame.entered = meant[-1] if meant else None
        return self._made(frame) if self.side == "entry" else None

    def _made(self, frame):
        if frame.entered is None:
            return None
        state = State(values_of(frame.entered))
        try:
            values = restored(state, list(state.roots), frame.variables(), self.namespaces)
        except NotAlignable:
            return None
        self.forced += 1
        self.is_called_by_test |= frame.parent is None
        return values

    def left(self, frame, number, kind, value):
        self.current, frame.block = frame, self.labels[number]
        is_meant = frame.block in self.runs and self.side == "exit" and kind != "end"
        return self._made(frame) if is_meant else None

    def raised(self, frame, number, problem, kind):
        self.current, frame.block = frame, self.labels[number]
        if frame.block not in self.runs or self.side == "entry" or frame.entered is None or not isinstance(problem, Exception):
            return False
        return kind not in ("return", "branch") or _RESULT in frame.entered

    def _ended(self, frame, number, kind, value):
        pass
