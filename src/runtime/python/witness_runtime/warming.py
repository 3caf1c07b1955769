"""CPython 3.11 specialises the code of a function after eight calls or backward jumps, but the jump of a `while` is not
counted: a program that loops in one call would run unspecialised, probes included. So we jump before it does."""

import ast
import sys

from .names import own_nodes
from .nodes import attribute, constant, if_, use_position

_NEEDED = sys.version_info[:2] == (3, 11)
_JUMPS = (True,) * 9 + (False,)


class Warming:
    """Switches itself off: the last value that its loop assigns is False."""

    __slots__ = ("on",)

    def __init__(self):
        self.on = True


def warming(body, new_warming, position):
    """Statements that have the code of this body specialised; none where nothing is gained by it. `new_warming`
    gives the marker of a `Warming`."""
    if not _NEEDED or not any(isinstance(inner, ast.While) for node in body for inner in own_nodes(node)):
        return []
    marker = new_warming()
    turn = attribute(marker, "on")
    turn.ctx = ast.Store()
    jumping = ast.For(target=turn, iter=constant(_JUMPS), body=[ast.Pass()], orelse=[])
    return [use_position(if_(attribute(marker, "on"), [jumping]), position)]
