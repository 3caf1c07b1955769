"""Values as bounded text, without ever running the program's own code.

Nothing here calls `repr`, `str`, properties, `__getattr__` or any other method that a program can define: exact
built-in types are read through their own C methods, everything else through its instance dictionary and slots.
"""

from . import containers, objects, scalars
from .arrays import BARE_TEXT, write_text
from .inspection import name_of
from .writing import Full, Style, Text

#: Numbers that are no secret, whatever holds them, and whose text is no longer than `LONGEST_SHORT`.
_SHORT = frozenset([int, float, bool, type(None)])
LARGEST_SHORT = 1 << 63
LONGEST_SHORT = 25

_style = Style(
    {**scalars.WRITERS, **containers.WRITERS, **objects.WRITERS, BARE_TEXT: write_text},
    objects.write_subclass,
    objects.write_object,
)


def type_name(value):
    """The name of a value's type, past any metaclass."""
    return name_of(type(value))


def redact_with(redaction):
    """From now on secrets are left out, see redaction.py."""
    _style.redaction = redaction


def redacted(text):
    """A text of ours without the secrets in it."""
    return text if _style.redaction is None else _style.redaction.text(text)


def render(value, budget=200, name=None):
    """A value's text of at most `budget` characters and an ellipsis where it was cut. `name`: of what holds it.

    Text of complete built-in values is a Python literal."""
    kind = type(value)
    if kind in _SHORT and (kind is not int or -LARGEST_SHORT < value < LARGEST_SHORT) and budget >= LONGEST_SHORT:
        return repr(value)
    text = Text(_style, budget)
    try:
        text.write_named(name, value, 0)
    except Full:
        text.pieces.append("…")
    except Exception as problem:  # a value that another thread changes, or that is not what its type says
        text.pieces.append("<unreadable: %s>" % type(problem).__name__)
    return "".join(text.pieces)


def write_as(kind, writer):
    """Values of a type of ours are written by `writer(value, text, depth)`, which calls `text.add`."""
    _style.writers[kind] = writer
