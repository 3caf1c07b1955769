"""Values as bounded text, without ever running the program's own code.

Nothing here calls `repr`, `str`, properties, `__getattr__` or any other method that a program can define: exact
built-in types are read through their own C methods, everything else through its instance dictionary and slots.
"""

import types
from collections import OrderedDict, defaultdict, deque

from .arrays import BARE_TEXT, fields_of_array, scalar_of, write_text
from .inspection import class_attribute, dict_of_type, fields_of, instance_dict, mro_of, name_of
from .redaction import REDACTED

MAX_DEPTH = 5
MAX_INT_BITS = 2048
#: No pattern of redaction matches less.
SHORTEST_SECRET = 8

_redaction = None


class _Full(Exception):
    """The text has reached its budget."""


class _Text:
    """Pieces of text up to a budget in characters."""

    __slots__ = ("pieces", "left", "open")

    def __init__(self, budget):
        self.pieces = []
        self.left = budget
        self.open = set()

    def add(self, piece):
        if len(piece) > self.left:
            self.pieces.append(piece[: self.left])
            self.left = 0
            raise _Full
        self.pieces.append(piece)
        self.left -= len(piece)


def type_name(value):
    """The name of a value's type, past any metaclass."""
    return name_of(type(value))


def redact_with(redaction):
    """From now on secrets are left out, see redaction.py."""
    global _redaction
    _redaction = redaction


def redacted(text):
    """A text of ours without the secrets in it."""
    return text if _redaction is None else _redaction.text(text)


def render(value, budget=200, name=None):
    """A value's text of at most `budget` characters and an ellipsis where it was cut. `name`: of what holds it.

    Text of complete built-in values is a Python literal."""
    text = _Text(budget)
    try:
        _write_named(name, value, text, 0)
    except _Full:
        text.pieces.append("…")
    except Exception as problem:  # a value that another thread changes, or that is not what its type says
        text.pieces.append("<unreadable: %s>" % type(problem).__name__)
    return "".join(text.pieces)


def write_as(kind, writer):
    """Values of a type of ours are written by `writer(value, text, depth)`, which calls `text.add`."""
    _WRITERS[kind] = writer


def _write_named(name, value, text, depth):
    if _redaction is not None and name is not None and _redaction.hides(name, value):
        text.add(REDACTED)
    else:
        _write(value, text, depth)


def _write(value, text, depth):
    kind = type(value)
    writer = _WRITERS.get(kind)
    if writer is not None:
        writer(value, text, depth)
        return
    for base in mro_of(kind):
        if base is not object and base in _WRITERS:
            _write_subclass(value, kind, base, text, depth)
            return
    _write_object(value, kind, text, depth)


def _literal(kind):
    """A writer by the type's own `repr`, never by that of a subclass."""
    own = kind.__repr__

    def writer(value, text, depth):
        text.add(own(value))

    return writer


def _write_int(value, text, depth):
    bits = int.bit_length(value)
    if bits > MAX_INT_BITS:
        text.add("<int of %d bits>" % bits)
    else:
        text.add(int.__repr__(value))


def _write_str(value, text, depth):
    length = str.__len__(value)
    is_cut = length > text.left
    if is_cut:
        value = str.__getitem__(value, slice(0, text.left + 1))
    if _redaction is not None and length >= SHORTEST_SECRET:
        value = _redaction.text(value)
    text.add(str.__repr__(value))
    if is_cut:
        raise _Full


def _write_bytes(value, text, depth):
    kind = bytes if isinstance(value, bytes) else bytearray
    head = kind.__getitem__(value, slice(0, text.left + 1))
    if _redaction is not None and len(head) >= SHORTEST_SECRET:
        head = kind(_redaction.text(bytes(head).decode("latin-1")).encode("latin-1"))
    text.add(kind.__repr__(head))


def _items(iterator, count, text, depth):
    if depth >= MAX_DEPTH and count:
        text.add("…")
        return
    first = True
    for item in iterator:
        if not first:
            text.add(", ")
        first = False
        _write(item, text, depth + 1)


def _pairs(iterator, count, text, depth):
    if depth >= MAX_DEPTH and count:
        text.add("…")
        return
    first = True
    for key, item in iterator:
        if not first:
            text.add(", ")
        first = False
        _write(key, text, depth + 1)
        text.add(": ")
        _write_named(key, item, text, depth + 1)


def _guarded(opening, closing):
    """A writer of a container between two brackets; a container inside itself is written as an ellipsis."""

    def wrap(body):
        def writer(value, text, depth):
            identity = id(value)
            if identity in text.open:
                text.add(opening + "..." + closing)
                return
            text.open.add(identity)
            text.add(opening)
            body(value, text, depth)
            text.add(closing)
            text.open.discard(identity)

        return writer

    return wrap


@_guarded("[", "]")
def _write_list(value, text, depth):
    _items(list.__iter__(value), list.__len__(value), text, depth)


@_guarded("(", "")
def _write_tuple(value, text, depth):
    count = tuple.__len__(value)
    _items(tuple.__iter__(value), count, text, depth)
    text.add(",)" if count == 1 else ")")


@_guarded("{", "}")
def _write_dict(value, text, depth):
    _pairs(dict.items(value), dict.__len__(value), text, depth)


def _write_set(value, text, depth):
    count = set.__len__(value)
    if not count:
        text.add("set()")
        return
    text.add("{")
    _items(set.__iter__(value), count, text, depth)
    text.add("}")


@_guarded("frozenset({", "})")
def _write_frozenset_items(value, text, depth):
    _items(frozenset.__iter__(value), frozenset.__len__(value), text, depth)


def _write_frozenset(value, text, depth):
    if frozenset.__len__(value):
        _write_frozenset_items(value, text, depth)
    else:
        text.add("frozenset()")


@_guarded("deque([", "])")
def _write_deque(value, text, depth):
    _items(deque.__iter__(value), deque.__len__(value), text, depth)


@_guarded("defaultdict(", ")")
def _write_defaultdict(value, text, depth):
    factory = defaultdict.default_factory.__get__(value)
    text.add("<class '%s'>" % name_of(factory) if type(factory) is type else "..." if factory else "None")
    text.add(", ")
    _write_dict_items(value, text, depth)


def _write_dict_items(value, text, depth):
    text.add("{")
    _pairs(dict.items(value), dict.__len__(value), text, depth)
    text.add("}")


@_guarded("OrderedDict({", "})")
def _write_ordered(value, text, depth):
    _pairs(OrderedDict.items(value), dict.__len__(value), text, depth)


def _write_function(value, text, depth):
    text.add("<function %s>" % value.__qualname__)


def _write_builtin(value, text, depth):
    text.add("<built-in %s>" % value.__name__)


def _write_method(value, text, depth):
    function = value.__func__
    name = function.__qualname__ if type(function) is types.FunctionType else "?"
    text.add("<bound method %s>" % name)


def _write_module(value, text, depth):
    name = types.ModuleType.__getattribute__(value, "__dict__").get("__name__")
    text.add("<module %s>" % (name if type(name) is str else "?"))


def _write_class(value, text, depth):
    module = dict_of_type(value).get("__module__")
    name = name_of(value)
    text.add("<class '%s'>" % (name if module in ("builtins", None) or type(module) is not str else module + "." + name))


def _write_running(value, text, depth):
    text.add("<%s %s>" % (name_of(type(value)), value.__qualname__))


def _write_exception(value, text, depth):
    arguments = BaseException.args.__get__(value)
    text.add(name_of(type(value)) + "(")
    _items(tuple.__iter__(arguments), len(arguments), text, depth)
    text.add(")")


def _write_subclass(value, kind, base, text, depth):
    """An instance of a program's subclass of a built-in: named tuples and enum members as such, else Name(content)."""
    name = name_of(kind)
    if base is BaseException:
        _write_exception(value, text, depth)
        return
    if base is type:
        _write_class(value, text, depth)
        return
    if base is tuple:
        fields = class_attribute(kind, "_fields")
        if type(fields) is tuple and len(fields) == tuple.__len__(value) and all(type(f) is str for f in fields):
            _write_fields(name, zip(fields, tuple.__iter__(value)), value, text, depth)
            return
    if _write_enum_member(value, name, text):
        return
    text.add(name + "(")
    _WRITERS[base](value, text, depth + 1)
    text.add(")")


def _write_object(value, kind, text, depth):
    name = name_of(kind)
    if _write_enum_member(value, name, text):
        return
    scalar = scalar_of(value, kind)
    if scalar is not None:
        text.add(name + "(")
        _write(scalar[0], text, depth + 1)
        text.add(")")
        return
    fields = fields_of_array(value, kind) or fields_of(value, kind)
    if fields is None:
        text.add("<%s>" % name)
        return
    _write_fields(name, fields, value, text, depth)


def _write_enum_member(value, name, text):
    own = instance_dict(value)
    if own is None:
        return False
    member = own.get("_name_")
    if type(member) is not str or "_value_" not in own:
        return False
    text.add(name + "." + member)
    return True


def _write_fields(name, fields, value, text, depth):
    identity = id(value)
    if identity in text.open or depth >= MAX_DEPTH:
        text.add(name + "(...)")
        return
    text.open.add(identity)
    text.add(name + "(")
    first = True
    for field, item in fields:
        if not first:
            text.add(", ")
        first = False
        text.add((field if type(field) is str else "?") + "=")
        _write_named(field, item, text, depth + 1)
    text.add(")")
    text.open.discard(identity)


_WRITERS = {
    type(None): _literal(type(None)),
    bool: _literal(bool),
    int: _write_int,
    float: _literal(float),
    complex: _literal(complex),
    str: _write_str,
    bytes: _write_bytes,
    bytearray: _write_bytes,
    range: _literal(range),
    type(Ellipsis): _literal(type(Ellipsis)),
    type(NotImplemented): _literal(type(NotImplemented)),
    list: _write_list,
    tuple: _write_tuple,
    dict: _write_dict,
    set: _write_set,
    frozenset: _write_frozenset,
    deque: _write_deque,
    defaultdict: _write_defaultdict,
    OrderedDict: _write_ordered,
    types.FunctionType: _write_function,
    types.BuiltinFunctionType: _write_builtin,
    types.MethodType: _write_method,
    types.ModuleType: _write_module,
    type: _write_class,
    types.GeneratorType: _write_running,
    types.CoroutineType: _write_running,
    types.AsyncGeneratorType: _write_running,
    BaseException: _write_exception,
    BARE_TEXT: write_text,
}
