"""Text within a budget, and what is written into it: every type has a writer, a function of value, text and depth."""

from .inspection import mro_of
from .redaction import REDACTED

MAX_DEPTH = 5


class Full(Exception):
    """The text has reached its budget."""


class Text:
    """Pieces of text up to a budget in characters. `style`: how values of each type are written, see `Style`."""

    __slots__ = ("style", "pieces", "left", "open")

    def __init__(self, style, budget):
        self.style = style
        self.pieces = []
        self.left = budget
        #: Identities of the containers that are being written.
        self.open = set()

    def add(self, piece):
        """Raises Full where the piece does not fit as a whole."""
        if len(piece) > self.left:
            self.pieces.append(piece[: self.left])
            self.left = 0
            raise Full
        self.pieces.append(piece)
        self.left -= len(piece)

    def write(self, value, depth):
        kind = type(value)
        writers = self.style.writers
        writer = writers.get(kind)
        if writer is not None:
            writer(value, self, depth)
            return
        for base in mro_of(kind):
            if base is not object and base in writers:
                self.style.write_subclass(value, base, self, depth)
                return
        self.style.write_object(value, self, depth)

    def write_named(self, name, value, depth):
        """A value that something of that name holds, which may tell that it is a secret."""
        redaction = self.style.redaction
        if redaction is not None and name is not None and redaction.hides(name, value):
            self.add(REDACTED)
        else:
            self.write(value, depth)

    def redacted(self, text):
        """A text, exactly a `str`, without the secrets in it."""
        redaction = self.style.redaction
        return text if redaction is None else redaction.text(text)


class Style:
    """`writers`: by exact type. `write_subclass(value, base, text, depth)` writes instances of a program's subclass of
    one of these, `write_object(value, text, depth)` all others. `redaction`: what is left out, see redaction.py."""

    def __init__(self, writers, write_subclass, write_object):
        self.writers = writers
        self.write_subclass = write_subclass
        self.write_object = write_object
        self.redaction = None
