"""This process among those of the run, its lines to the engine, and how it survives being forked."""

import os
import re
import sys
import warnings

from .channel import NOTE, OUTCOME, Channel, ChannelLost
from .draining import Drain


class Process:
    """`order`: the engine's order for the run. A process that another one started finds in `order["process"]` the key
    of its parent and how it came to be: `spawn` or `exec`; those that `fork` made say so themselves."""

    def __init__(self, order, recorder):
        self.order = order
        self.recorder = recorder
        self.workspace = None
        origin = order.get("process")
        self.key = "" if origin is None else _new_key()
        self.described = origin and {**origin, "key": self.key, "command": order["command"]}
        self.asking = self._line("ask")
        self.drain = Drain(self._line("tell"), recorder)

    def _line(self, role):
        return Channel(self.order["address"], self.order["token"], role, self.described)

    def start(self, workspace):
        self.workspace = workspace
        self.drain.start()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(
                before=self._before_fork, after_in_parent=self.drain.lock.release, after_in_child=self._in_forked_child
            )
        exit_at_once = os._exit

        def _exit(status):
            self._before_abrupt_end(status)
            return exit_at_once(status)

        os._exit = _same_looks(_exit, exit_at_once)
        abort = os.abort
        os.abort = _same_looks(lambda: (self.flush(), abort())[1], abort)

    def is_recording(self):
        return not self.drain.ended

    def flush(self):
        if not self.drain.ended:
            self.drain.flush()

    def finish(self, outcome):
        """Sends what there is and how the program ended; nothing is said after that."""
        self.drain.finish(OUTCOME, outcome)
        self.drain.channel.let_go()
        self.asking.let_go()

    def note(self, text):
        """Tells what the recording cannot hold."""
        self.drain.tell(NOTE, {"text": text})

    def order_for_child(self, how):
        kept = ("address", "token", "roots", "unsaved", "steps", "valueBudget", "redaction", "codeCache")
        return {**{name: self.order[name] for name in kept if name in self.order}, "process": {"parent": self.key, "how": how}}

    def _before_abrupt_end(self, status):
        """`os._exit` skips every handler. A process of our own making says how it ended; of the program itself the
        engine sees that."""
        if self.described is None:
            self.flush()
        elif not self.drain.ended:
            self.finish({"kind": "exited", "exitCode": status if type(status) is int else 1})

    def _before_fork(self):
        self.drain.lock.acquire()
        _expect_fork_warning(len(sys._current_frames()) == 2)

    def _in_forked_child(self):
        """The lines belong to the parent: a child that kept them open would hide the parent's end. It opens its own."""
        was_recording = not self.drain.ended
        self.asking.close()
        self.drain.channel.close()
        self.drain.lock.release()
        self.recorder.start_over()
        self.described = {"parent": self.key, "how": "fork", "nextCode": self.recorder.next_code}
        self.key = self.described["key"] = _new_key()
        try:
            if not was_recording:
                raise ChannelLost
            self.asking = self.workspace.channel = self._line("ask")
            self.drain.go_on(self._line("tell"))
        except (ChannelLost, OSError):
            self.drain.ended = True
            self.recorder.stop()


#: Of CPython 3.12 and later, which counts our own thread, too.
_FORK_WARNING = ("ignore", re.compile(r"This process \(pid=\d+\) is multi-threaded"), DeprecationWarning, None, 0)


def _expect_fork_warning(unfounded):
    """`unfounded`: the program is single-threaded, so a plain run is not warned. The filter goes into the list itself:
    the functions that add one have warnings shown again that are shown once."""
    filters = warnings.filters
    if type(filters) is not list:
        return
    if _FORK_WARNING in filters:
        filters.remove(_FORK_WARNING)
    if unfounded:
        filters.insert(0, _FORK_WARNING)


def _new_key():
    return os.urandom(8).hex()


def _same_looks(function, original):
    function.__name__ = function.__qualname__ = original.__name__
    function.__doc__ = original.__doc__
    return function
