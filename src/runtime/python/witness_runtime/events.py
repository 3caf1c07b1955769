"""The order of what happens: one list of small ints, to which each event is appended.

A code at or above FIRST_CODE stands for blocks of a module (see CodeTable); smaller ones are below. From GENERATOR on
upwards, an event says that the generator whose number is added to it goes on.
"""

import _thread
from array import array
from time import sleep

LEAVE = 0  # the current frame ends
EXCEPTION_LEAVES = 1  # an exception leaves the current frame, which is about to end
VALUES = 2  # + number of the record with the values; belongs to the last step of the current frame
RAISED = 3  # + number of the record
ENTERED = 4  # + number of the generator: the frame just entered can be suspended
SUSPENDED = 5  # the current frame hands over control
DELEGATING = 7  # the current frame hands over to another generator or awaitable
THREAD = 8  # + number of the thread that logs from here on
DETACHED = 9  # the frame just entered was not called by the frames that delegate below it
FIRST_CODE = 16
GENERATOR = 0x80000000

#: A program that logs faster than the engine takes waits when so many events (8 bytes each) are not sent yet.
MOST_PENDING = 4_000_000


class Events(list):
    """Probes call `append`. It is the list's own, which CPython runs without a call; setting another one on the class
    exchanges it under the running program."""

    __slots__ = ()
    # Constants of code must be hashable.
    __hash__ = object.__hash__

    def take(self):
        """The events since the last call as u32 words, and forgets them. Atomic against probes, which only append."""
        words = array("I")
        words.fromlist(self)
        del self[: len(words)]
        return words


class EventLog:
    """The events, and how they are appended: plainly, with the thread they come from, or not at all."""

    def __init__(self):
        self.events = Events()
        self.stopped = False
        self.threaded = False
        self.throttled = False
        self.thread_numbers = {_thread.get_ident(): 0}
        self.starting = _thread.allocate_lock()

    def add(self, *events):
        """Appends events that belong together."""
        if self.stopped:
            return
        if self.threaded:
            events = (THREAD, self._thread_number(), *events)
        self.events.extend(events)

    def start_over(self):
        """Forgets the events; the calling thread is the main one from here on."""
        del self.events[:]
        self.thread_numbers = {_thread.get_ident(): 0}

    def stop(self):
        self.stopped = True
        self._exchange()

    def tell_threads_apart(self):
        self.threaded = True
        self._exchange()

    def hold_back(self):
        """The engine is slow: once too much is pending, probes wait until it goes on."""
        if not self.throttled and len(self.events) > MOST_PENDING:
            self.throttled = True
            self._exchange()

    def go_on(self):
        if self.throttled:
            self.throttled = False
            self._exchange()

    def _exchange(self):
        if self.stopped:
            Events.append = _nothing
        elif self.throttled:
            Events.append = self._append_and_wait
        elif self.threaded:
            Events.append = self._append_with_thread
        elif "append" in Events.__dict__:
            del Events.append

    def _append_with_thread(self, event):
        self.events.extend((THREAD, self._thread_number(), event))

    def _append_and_wait(self, event):
        self.add(event)
        while self.throttled and not self.stopped:
            sleep(0.001)

    def _thread_number(self):
        numbers = self.thread_numbers
        thread = _thread.get_ident()
        number = numbers.get(thread)
        if number is None:
            number = numbers[thread] = len(numbers)
        return number


def _nothing(*events):
    return None
