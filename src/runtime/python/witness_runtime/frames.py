"""The variables of a frame, read without changing how long their values live."""

from sys import getrefcount

#: Flag of code whose variables live in slots: that of functions.
CO_OPTIMIZED = 1

#: References to a snapshot that only its frame holds: the frame's, ours, and the argument of `getrefcount`.
UNSHARED = 3


def locals_of(frame):
    """Pairs of name and value. Before CPython 3.13 reading them leaves a snapshot in the frame, which would keep the
    values alive for as long as the frame: it is emptied, unless the program holds it, too."""
    present = frame.f_locals
    pairs = list(present.items())
    if type(present) is dict and frame.f_code.co_flags & CO_OPTIMIZED and getrefcount(present) <= UNSHARED:
        present.clear()
    return pairs


def line_of_frame(frame):
    """The line that a frame is in. CPython knows none for some instructions of its own, as those at the end of an
    `except*`: then that of the nearest instruction before."""
    line = frame.f_lineno
    return _line_before(frame.f_code, frame.f_lasti) if line is None else line


def line_of_traceback(traceback):
    """As `line_of_frame`, for an entry of a traceback."""
    line = traceback.tb_lineno
    return _line_before(traceback.tb_frame.f_code, traceback.tb_lasti) if line is None else line


def _line_before(code, instruction):
    nearest = code.co_firstlineno
    for start, _, line in code.co_lines():
        if start > instruction:
            break
        if line is not None:
            nearest = line
    return nearest


#: Flags of code, as in `inspect`, which is too large to be imported into every program.
_GENERATOR, _COROUTINE, _ITERABLE_COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x100, 0x200
_SUSPENDABLE = _GENERATOR | _COROUTINE | _ITERABLE_COROUTINE | _ASYNC_GENERATOR


def is_task(frame):
    """Whether a coroutine was started by a plain function, above all an event loop, and is not awaited by another."""
    if not frame.f_code.co_flags & _COROUTINE:
        return False
    return frame.f_back is None or not frame.f_back.f_code.co_flags & _SUSPENDABLE
