"""Straight-line runs of statements, and what is logged before the first of them."""

from .nodes import if_, log, statement, use_position


class Run:
    """A straight-line run of statements of one block within one suite."""

    def __init__(self, block):
        self.block = block
        self.ended = False
        #: Name -> whether the run writes it; in the order of first reads and last writes.
        self.names = {}


class Lead:
    """What is logged together with the first block of a suite, in one event where no values are due between."""

    def __init__(self, instrumenter, enter=None, blocks=()):
        self.instrumenter = instrumenter
        self.enter = enter
        self.blocks = list(blocks)
        #: The value probe for parameters or for the loop's item.
        self.probe = None
        #: Statements that follow the entry of the frame at once.
        self.entered = []

    def emit(self, out, node, blocks, opens=False):
        if self.entered:
            self._log(out, node, [], enter=self.enter)
            out.extend(self.entered)
            self.enter = None
        if self.probe is None:
            self._log(out, node, [*self.blocks, *blocks], self.enter, opens)
            return
        apart, together = [], []
        self._log(apart, node, self.blocks, self.enter)
        apart.extend(self.probe.body)
        self._log(apart, node, blocks, opens=opens)
        self._log(together, node, [*self.blocks, *blocks], self.enter, opens)
        out.append(use_position(if_(self.probe.test, apart, together), node))

    def _log(self, out, node, blocks, enter=None, opens=False):
        if blocks or enter is not None:
            code = self.instrumenter.codes.code(blocks, enter, opens)
            out.append(statement(log(code), node))
