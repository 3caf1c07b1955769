"""Bounds that a run keeps by itself, so that it can still tell what it did."""

import io
import os
import signal

_MAX_CHARACTERS = 1 << 20
_SHARE_OF_LIMIT = 0.8


class TimeIsOver(BaseException):
    """Raised in the fragment shortly before its time is over."""


def stop_after(seconds, processor_seconds=None):
    """Interrupts this process before the limit that is watched from outside, or when it has used the processor for so long."""

    def interrupt(*_):
        # Again, should the fragment catch it.
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        raise TimeIsOver

    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds * _SHARE_OF_LIMIT)
    if processor_seconds is not None:
        signal.signal(signal.SIGPROF, interrupt)
        signal.setitimer(signal.ITIMER_PROF, processor_seconds)


def cease():
    """The run is over; no interrupt comes any more."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.setitimer(signal.ITIMER_PROF, 0)


class _Bounded(io.TextIOWrapper):
    written = 0

    def write(self, text):
        self.written += len(text)
        return super().write(text) if self.written <= _MAX_CHARACTERS else len(text)


def nowhere():
    """A stream for text that keeps nothing."""
    return _Bounded(open(os.devnull, "wb"), encoding="utf-8", errors="backslashreplace")


def bounded(stream):
    """A stream for text that drops what is too much."""
    return _Bounded(stream.buffer, encoding="utf-8", errors="backslashreplace", line_buffering=False)
