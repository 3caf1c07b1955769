"""What a job prints, within bounds."""


class Capture:
    """Keeps head and tail of a stream of bytes and counts the rest."""

    def __init__(self, kept):
        self.kept = kept
        self.head = bytearray()
        self.tail = bytearray()
        self.total = 0

    def add(self, data):
        self.total += len(data)
        room = self.kept - len(self.head)
        self.head += data[:room] if room > 0 else b""
        self.tail += data[max(room, 0) :]
        if len(self.tail) > 2 * self.kept:
            del self.tail[: -self.kept]

    def text(self):
        """With a word on what was left out between."""
        tail = bytes(self.tail[-self.kept :])
        left_out = self.total - len(self.head) - len(tail)
        middle = b"\n... %d bytes left out ...\n" % left_out if left_out else b""
        return (bytes(self.head) + middle + tail).decode("utf-8", "replace")
