"""Secrets, which are never written: told by the name of what holds them, and by their looks.

The rules come from the engine, see core/trace/secrets.ts."""

import re

REDACTED = "<redacted>"

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_COLLECTIONS = (list, tuple, set, frozenset)
_MOST_ELEMENTS = 20


class Redaction:
    def __init__(self, rules, values):
        self.levels = {}
        for level, names in (("always", "always"), ("random", "whenRandom"), ("long", "whenLong")):
            for name in rules[names]:
                self.levels[name] = level
        self.suffixes = frozenset(rules["suffixes"])
        exact = [{"hints": [value], "source": "(%s)" % re.escape(value)} for value in values]
        #: Pairs of a text that is quickly looked for, and the pattern that it may begin.
        self.patterns = [
            (hint, re.compile(pattern["source"])) for pattern in [*exact, *rules["patterns"]] for hint in pattern["hints"]
        ]
        self.known = {}

    def text(self, text):
        """A text, exactly a `str`, with its secrets replaced."""
        for hint, pattern in self.patterns:
            if hint in text:
                text = pattern.sub(_without_secret, text)
        return text

    def hides(self, name, value):
        """Whether a value is secret because of the name that it has."""
        if type(name) is bytes:
            name = name.decode("ascii", "replace")
        if type(name) is not str:
            return False
        level = self.known.get(name)
        if level is None:
            level = self._level(name)
            if len(self.known) < 10000:
                self.known[name] = level
        return level != "" and _is_secret(level, value)

    def _level(self, name):
        words = [word.lower() for word in _WORDS.findall(name[:200])]
        while len(words) > 1 and (words[-1].isdigit() or words[-1] in self.suffixes):
            words.pop()
        return self.levels.get(" ".join(words[-2:])) or self.levels.get(" ".join(words[-1:])) or ""


def _is_secret(level, value):
    kind = type(value)
    if kind is str or kind is bytes:
        if level == "always":
            return len(value) > 0
        text = value if kind is str else value.decode("latin-1")
        long = len(text) >= 16 and any(letter.isdigit() for letter in text[:200])
        return long and (level == "long" or not any(letter.isspace() for letter in text[:200]))
    if level != "always":
        return False
    if kind is dict:
        value = value.values()
    elif kind not in _COLLECTIONS:
        return False
    return any(type(item) in (str, bytes) and len(item) > 0 for item, _ in zip(value, range(_MOST_ELEMENTS)))


def _without_secret(match):
    start, end = match.span(1)
    whole = match.group()
    offset = match.start()
    return whole[: start - offset] + REDACTED + whole[end - offset :]
