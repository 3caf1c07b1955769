"""Values of arguments as texts of expressions: drawn at random by kind, made smaller, varied.

Texts rather than objects, so that each version gets a fresh copy and people can read and repeat what was run."""

import ast

# Kinds, and how much each is worth where nothing is known of a parameter.
KINDS = {
    "int": 4,
    "str": 3,
    "list of int": 4,
    "list of str": 2,
    "list of pairs": 1,
    "list of lists": 1,
    "float": 1,
    "bool": 1,
    "dict": 1,
    "dict of pairs": 0.5,
    "None": 0.3,
    "record": 0.3,
}

# What the classes of the name conventions mean here.
KINDS_OF_TYPE = {
    "int": ("int",),
    "float": ("float", "int"),
    "str": ("str",),
    "bool": ("bool",),
    "None": ("None",),
    "list": ("list of int", "list of str", "list of lists", "list of pairs"),
    "tuple": ("list of int", "list of pairs"),
    "set": ("list of int",),
    "dict": ("dict", "dict of pairs"),
    "object": ("record",),
}

_WORDS = ("", "a", "b", "ab", "ba", "abc", "aba", "Hello", "hello world", "a1", "12", "3.5", "()", "(())", "x,y", "  a  ", "aab", "level")
_ALPHABETS = ("ab", "abc", "()", "01", "aeiou bcd")
_NUMBERS = (0, 1, 2, 3, 4, 5, 7, 10, 12, 16, 25, 100, -1, -2, -7)
_MOST_LINKS = 6


def draw(kind, random, attributes=()):
    """The text of a value of a kind. `attributes`: of records, what the function asks for."""
    if kind == "record":
        return _Records(random, attributes).text()
    return repr(_plain(kind, random))


def _plain(kind, random):
    if kind == "int":
        return random.choice(_NUMBERS)
    if kind == "float":
        return random.choice((0.0, 0.5, 1.0, 1.5, 2.75, -1.25, 10.0))
    if kind == "str":
        if random.random() < 0.5:
            return random.choice(_WORDS)
        return "".join(random.choice(random.choice(_ALPHABETS)) for _ in range(_size(random)))
    if kind == "bool":
        return random.random() < 0.5
    if kind == "None":
        return None
    if kind == "dict":
        return {random.choice(_WORDS[1:]): _plain("int", random) for _ in range(_size(random))}
    if kind == "dict of pairs":
        return {(random.choice("abcd"), random.choice("abcd")): random.randint(0, 9) for _ in range(_size(random))}
    if kind == "list of int":
        highest = random.choice((3, 10, 50))
        lowest = random.choice((0, 0, 1, -highest))
        numbers = [random.randint(lowest, highest) for _ in range(_size(random))]
        return sorted(numbers) if random.random() < 0.35 else numbers
    if kind == "list of str":
        return [random.choice(_WORDS) for _ in range(_size(random))]
    if kind == "list of pairs":
        return [(random.randint(0, 5), random.randint(0, 5)) for _ in range(_size(random))]
    width = random.randint(1, 4)
    return [[random.randint(0, 9) for _ in range(width)] for _ in range(_size(random))]


def _size(random):
    return random.choice((0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8))


class _Records:
    """Objects that have what a function asks for: plain values, and links to others of their kind."""

    def __init__(self, random, attributes):
        self.random = random
        self.kinds = {name: self._kind_of(name) for name in attributes}
        self.left = random.choice((0, 1, 2, 3, 4, _MOST_LINKS))

    def text(self):
        fields = ", ".join("%s=%s" % (name, self._field(kind)) for name, kind in self.kinds.items())
        return "Record(%s)" % fields

    def _kind_of(self, name):
        if name.endswith("s") and not name.endswith("ss"):
            return "links"
        return self.random.choice(("link", "link", "int", "str"))

    def _field(self, kind):
        if kind == "links":
            texts = []
            while self.left > 0 and self.random.random() < 0.6:
                self.left -= 1
                texts.append(self.text())
            return "[%s]" % ", ".join(texts)
        if kind == "link":
            if self.left <= 0:
                return "None"
            self.left -= 1
            return self.text()
        return draw(kind, self.random)


def literal(text):
    """(value,), or None where a text is no literal."""
    try:
        return (ast.literal_eval(text),)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def near(text, random):
    """The text of a value like another one."""
    found = literal(text)
    return text if found is None else repr(_near(found[0], random))


def _near(value, random):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return random.choice((value + 1, value - 1, value * 2, value // 2, -value, 0))
    if isinstance(value, float):
        return random.choice((value + 1, value - 0.5, value * 2, -value, 0.0))
    if isinstance(value, str):
        return _near_sequence(value, random, lambda: random.choice(_WORDS) or "z")
    if isinstance(value, (list, tuple)):
        kind = type(value)
        if value and random.random() < 0.5:
            at = random.randrange(len(value))
            return kind([*value[:at], _near(value[at], random), *value[at + 1 :]])
        return kind(_near_sequence(list(value), random, lambda: [_near(random.choice(value), random) if value else 1]))
    if isinstance(value, dict):
        pairs = list(value.items())
        if not pairs:
            return value
        at = random.randrange(len(pairs))
        if random.random() < 0.4:
            return dict(pairs[:at] + pairs[at + 1 :])
        return {**value, pairs[at][0]: _near(pairs[at][1], random)}
    return value


def _near_sequence(value, random, more):
    at = random.randrange(len(value) + 1)
    return random.choice((value[:at], value[at:], value[::-1], value[:at] + value[at + 1 :], value[:at] + more() + value[at:], value + value[:1]))


def smaller(text):
    """Texts of values that are simpler than another one, the simplest first."""
    found = literal(text)
    if found is None:
        return []
    return [repr(value) for value in _smaller(found[0])]


def _smaller(value):
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, int):
        return [n for n in dict.fromkeys((0, 1, value // 2, value - 1 if value > 0 else value + 1)) if abs(n) < abs(value)]
    if isinstance(value, float):
        return [n for n in (0.0, 1.0, float(int(value))) if abs(n) < abs(value)]
    if isinstance(value, (str, list, tuple)):
        shorter = [value[:at] + value[at + 1 :] for at in range(min(len(value), 12))]
        halves = [value[: len(value) // 2], value[len(value) // 2 :]] if len(value) > 3 else []
        if isinstance(value, str):
            return halves + shorter
        kind = type(value)
        inside = [kind([*value[:at], other, *value[at + 1 :]]) for at in range(min(len(value), 6)) for other in _smaller(value[at])[:2]]
        return halves + shorter + inside
    if isinstance(value, dict):
        pairs = list(value.items())
        return [dict(pairs[:at] + pairs[at + 1 :]) for at in range(min(len(pairs), 8))]
    return []
