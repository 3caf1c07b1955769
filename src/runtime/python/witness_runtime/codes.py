"""Event codes: one int for a frame entered, blocks run and a frame left."""


class CodeTable:
    """Gives out the codes of one module and remembers what they mean."""

    def __init__(self):
        self.meanings = []
        self._known = {}

    def code(self, blocks=(), enter=None, opens=False, leave=False):
        """The number of the code for: enter the frame of a function, then run blocks, then leave. `opens`: the block is a loop
        header (the last of the blocks) about to make its first test; its next event is the same step."""
        key = (tuple(blocks), enter, opens, leave)
        if key not in self._known:
            self._known[key] = len(self.meanings)
            meaning = {"blocks": list(blocks)}
            if enter is not None:
                meaning["enter"] = enter
            if opens:
                meaning["opens"] = True
            if leave:
                meaning["leave"] = True
            self.meanings.append(meaning)
        return self._known[key]
