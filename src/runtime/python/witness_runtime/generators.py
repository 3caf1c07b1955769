"""Frames that can be suspended, by number: the event that one of them goes on tells which."""

from sys import _getframe

from .events import DETACHED, ENTERED, GENERATOR, LEAVE
from .frames import is_task


#: Of a frame for which there was no stack left when it was entered.
_UNKNOWN = GENERATOR + 0x7FFFFFFF


class Generators:
    def __init__(self, log):
        self._log = log
        self._next = 0
        #: Identity of a frame that has been entered and not left -> the event that it goes on.
        events = self._events = {}

        def number(frame_of=_getframe, identity=id, known=events.get):
            return known(identity(frame_of(1)), _UNKNOWN)

        #: Gives the event that the calling frame goes on; called at every suspension, and fast for that.
        self.number = number

    def entered(self):
        """Gives the calling frame, which has just been entered, a number."""
        frame = _getframe(1)
        number = self._next
        self._next = number + 1
        if is_task(frame):
            self._log.add(DETACHED, ENTERED, number)
        else:
            self._log.add(ENTERED, number)
        self._events[id(frame)] = GENERATOR + number

    def left(self):
        self._events.pop(id(_getframe(1)), None)
        self._log.add(LEAVE)
