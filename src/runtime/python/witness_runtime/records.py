"""What is kept of values, as it is sent: JSON texts, made at once. Objects that wait to be sent would be gone over by
the garbage collector again and again; texts are not."""

import json
from json.encoder import encode_basestring_ascii as quoted

from .rendering import render, type_name


class Records:
    """`budget`: characters of each value's text."""

    def __init__(self, budget):
        self.budget = budget
        self.next_number = 0
        self._texts = []

    def add(self, kind, more):
        """Keeps one record: `more` is a JSON text of its other members, or empty. Returns its number."""
        number = self.next_number
        self.next_number = number + 1
        self._texts.append('{"n":%d,"kind":"%s"%s%s}' % (number, kind, "," if more else "", more))
        return number

    def take(self):
        """The records since the last call as bytes of a JSON list; empty where there are none. Atomic against probes,
        which only append."""
        count = len(self._texts)
        if not count:
            return b""
        texts = self._texts[:count]
        del self._texts[:count]
        return ("[%s]" % ",".join(texts)).encode("ascii")

    def forget(self):
        del self._texts[:]

    def values(self, pairs):
        """The member for pairs of name and value."""
        budget = self.budget
        shown = [
            "[%s,%s,%s]" % (quoted(name), quoted(type_name(value)), quoted(render(value, budget, name)))
            for name, value in pairs
        ]
        return '"values":[%s]' % ",".join(shown)

    def returned(self, value):
        """The member for what a block returns."""
        return '"returned":[%s,%s]' % (quoted(type_name(value)), quoted(render(value, self.budget)))


def members(fields):
    """A JSON text of these members, without the braces."""
    return json.dumps(fields)[1:-1]
