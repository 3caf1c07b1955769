"""The recursion limit is for the program's frames: those of ours below them come on top, and the program does not see it.

The limit is one for all threads: those that the program starts, which have no frames of ours below, get a few frames more
than in a plain run."""

import functools
import re
import sys

_LARGEST = (1 << 31) - 1
_LAST_NUMBER = re.compile(r".*\b(\d+)")
_REFUSED = "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low"


def leave_room_for_frames_below(through_exec):
    """Called by the function that hands over to the program; `through_exec`: by `exec`, which counts, too, where it is
    a call within C (before CPython 3.12)."""
    below = 1 if through_exec and sys.version_info < (3, 12) else 0
    frame = sys._getframe(1)
    while frame is not None:
        below += 1
        frame = frame.f_back
    get, set_ = sys.getrecursionlimit, sys.setrecursionlimit
    set_(get() + below)

    @functools.wraps(get)
    def getrecursionlimit():
        return get() - below

    @functools.wraps(set_)
    def setrecursionlimit(limit, /):
        if type(limit) is not int or not 1 <= limit <= _LARGEST:
            return set_(limit)
        try:
            return set_(min(limit + below, _LARGEST))
        except RecursionError as refused:
            depth = int(_LAST_NUMBER.search(str(refused)).group(1)) - below - 1
        raise RecursionError(_REFUSED % (limit, depth))

    sys.getrecursionlimit, sys.setrecursionlimit = getrecursionlimit, setrecursionlimit

