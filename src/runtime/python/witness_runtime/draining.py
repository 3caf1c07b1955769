"""The thread that carries what was recorded to the engine while the program runs, and the farewell at its end."""

import _thread
import os
import sys

from .channel import ORDER, RECORDS, SILENCE, STOP, STOPPED, ChannelLost
from .frames import line_of_frame
from .recorder import locals_worth_showing

#: As it is before the program's own threads are watched.
start_thread = _thread.start_new_thread
TICK_SECONDS = 0.02
MAX_STACK = 60
#: Between so many words it is looked whether the engine has something to say.
WORDS_AT_ONCE = 1 << 17
OWN_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Drain:
    def __init__(self, channel, recorder):
        self.channel = channel
        self.recorder = recorder
        self.lock = _thread.allocate_lock()
        self.ended = False
        #: The engine is about to end the program.
        self.stopping = False

    def start(self):
        self.channel.while_slow = self.recorder.log.hold_back
        start_thread(self._run, ())

    def go_on(self, channel):
        """In a process that was forked: the thread and the line are the parent's."""
        self.channel = channel
        self.start()

    def flush(self):
        """Sends what there is. Never raises: a lost engine ends the recording, not the program."""
        try:
            with self.lock:
                self._send()
        except ChannelLost:
            self._give_up()

    def tell(self, kind, value):
        """Sends something beside what the recorder holds. Never raises."""
        if self.ended:
            return
        try:
            with self.lock:
                self.channel.send_json(kind, value)
        except ChannelLost:
            self._give_up()

    def finish(self, kind, outcome):
        """Sends what there is and how the program ended; once."""
        if self.ended:
            return
        self.flush()
        self.ended = True
        try:
            with self.lock:
                self.channel.send_json(kind, outcome)
        except ChannelLost:
            self._give_up()

    def _run(self):
        try:
            while not self.ended:
                message = self.channel.receive(TICK_SECONDS)
                if self.ended:
                    return
                with self.lock:
                    self._obey(message)
                    self._send(listening=True)
                    if self.stopping:
                        self.ended = True
                        self.channel.close()
        except ChannelLost:
            self._give_up()

    def _obey(self, message):
        if message is None:
            return
        if message[0] in (SILENCE, STOP):
            self.recorder.stop()
        if message[0] == STOP:
            # Before all that is still to be sent, which may take longer than the program has.
            self._tell_where()
            self.stopping = True

    def _send(self, listening=False):
        """Sends what there is. `listening`: in the drain's own thread, which alone may read the line."""
        events, records = self.recorder.take()
        if events:
            if sys.byteorder == "big":
                events.byteswap()
            words = memoryview(events)
            for start in range(0, len(events), WORDS_AT_ONCE):
                self.channel.send(ORDER, words[start : start + WORDS_AT_ONCE].cast("B"))
                if listening:
                    self._obey(self.channel.receive(0))
            self.recorder.log.go_on()
        if records:
            self.channel.send(RECORDS, records)

    def _tell_where(self):
        """Where each thread of the program stands, for a run that is about to be ended from outside."""
        own = _thread.get_ident()
        threads = []
        for thread, frame in sys._current_frames().items():
            if thread == own:
                continue
            stack = []
            current = frame
            while current is not None and len(stack) < MAX_STACK:
                code = current.f_code
                if not code.co_filename.startswith(OWN_FOLDER):
                    stack.append({"path": code.co_filename, "line": line_of_frame(current), "function": code.co_name})
                current = current.f_back
            threads.append({"main": thread == self.recorder.main_thread, "stack": stack, "locals": self._locals(frame)})
        self.channel.send_json(STOPPED, {"threads": threads})

    def _locals(self, frame):
        """The locals of the innermost frame that has probes in it."""
        while frame is not None and not self._is_recorded(frame):
            frame = frame.f_back
        if frame is None:
            return None
        values = self.recorder.render_all(locals_worth_showing(frame))
        return {"path": frame.f_code.co_filename, "line": line_of_frame(frame), "values": values}

    def _is_recorded(self, frame):
        return any(constant is self.recorder.log.events for constant in frame.f_code.co_consts)

    def _give_up(self):
        self.ended = True
        self.recorder.stop()
