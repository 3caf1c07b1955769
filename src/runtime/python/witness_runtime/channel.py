"""The private line to the engine: frames of a length, a kind and a payload over a local socket.

Program output cannot enter it, and a descriptor that the program closes or reuses is noticed before it is written to.
"""

import _socket
import json
import os
import struct

HEADER = struct.Struct("<IB")

HELLO, BLOCKS_WANTED, MODULE, ORDER, RECORDS, OUTCOME, STOPPED, TESTS, NOTE = range(1, 10)
BLOCKS, STOP, SILENCE = range(1, 4)


#: After so long without taking anything, the engine is slow.
SLOW_SECONDS = 0.05


class ChannelLost(Exception):
    """The engine is gone."""


class Channel:
    def __init__(self, address, token, role, process=None):
        """`process`: who is speaking, where it is not the program itself but a process that it started."""
        self.address = address
        greeting = {"token": token, "role": role, "pid": os.getpid()}
        if process is not None:
            greeting["process"] = process
        self.ended = False
        self.greeting = json.dumps(greeting).encode("ascii")
        #: Called again and again while the engine takes nothing.
        self.while_slow = _nothing
        self._open()

    def _open(self):
        self.socket = self._connect()
        self.identity = self._identity()
        self.received = b""
        self.socket.sendall(HEADER.pack(len(self.greeting), HELLO) + self.greeting)

    def _stay_connected(self):
        """Connects anew when the program has closed our descriptor. What is open there now may be the program's: it
        is not touched."""
        if self.ended:
            raise ChannelLost
        if self._identity() == self.identity:
            return
        try:
            self.socket.detach()
            self._open()
        except OSError:
            raise ChannelLost from None

    def _connect(self):
        if self.address.startswith("tcp:"):
            connected = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
            connected.connect(("127.0.0.1", int(self.address[4:])))
        else:
            connected = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
            connected.connect(self.address)
        return connected

    def _identity(self):
        """Which open socket our descriptor stands for; None when it is closed."""
        if os.name == "nt":
            return None
        try:
            status = os.fstat(self.socket.fileno())
        except OSError:
            return None
        return (status.st_dev, status.st_ino)

    def let_go(self):
        """Leaves the closing to the end of the process: a socket that an interpreter meets while it takes itself apart
        is complained of (CPython 3.9 crashes over it)."""
        self.ended = True
        self.socket.detach()

    def close(self):
        try:
            if self._identity() == self.identity:
                self.socket.close()
        except OSError:
            pass

    def send_json(self, kind, value):
        self.send(kind, json.dumps(value, ensure_ascii=True).encode("ascii"))

    def send(self, kind, payload):
        """Raises ChannelLost."""
        self._stay_connected()
        try:
            self.socket.settimeout(SLOW_SECONDS)
            self._send_all(HEADER.pack(len(payload), kind))
            self._send_all(payload)
        except OSError:
            raise ChannelLost from None

    def _send_all(self, payload):
        rest = memoryview(payload)
        while rest:
            try:
                rest = rest[self.socket.send(rest) :]
            except (BlockingIOError, _socket.timeout):
                self.while_slow()

    def receive(self, seconds):
        """The next (kind, payload), or None after so many seconds. Raises ChannelLost."""
        while True:
            if len(self.received) >= HEADER.size:
                length, kind = HEADER.unpack_from(self.received)
                if len(self.received) >= HEADER.size + length:
                    payload = self.received[HEADER.size : HEADER.size + length]
                    self.received = self.received[HEADER.size + length :]
                    return kind, payload
            self._stay_connected()
            try:
                self.socket.settimeout(seconds)
                piece = self.socket.recv(65536)
            except (BlockingIOError, _socket.timeout):
                return None
            except OSError:
                if self._identity() == self.identity:
                    raise ChannelLost from None
                continue
            if not piece:
                raise ChannelLost
            self.received += piece


def _nothing():
    return None
