"""How the collections of Python are written: as their literals, a collection inside itself as an ellipsis."""

from collections import OrderedDict, defaultdict, deque

from .inspection import name_of
from .writing import MAX_DEPTH


def write_items(iterator, count, text, depth):
    """Values with commas between them."""
    if depth >= MAX_DEPTH and count:
        text.add("…")
        return
    first = True
    for item in iterator:
        if not first:
            text.add(", ")
        first = False
        text.write(item, depth + 1)


def _write_pairs(iterator, count, text, depth):
    if depth >= MAX_DEPTH and count:
        text.add("…")
        return
    first = True
    for key, item in iterator:
        if not first:
            text.add(", ")
        first = False
        text.write(key, depth + 1)
        text.add(": ")
        text.write_named(key, item, depth + 1)


def _between(opening, closing):
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


#: Numbers in between have a short text.
_LARGEST = 1 << 63
_SHORT = (float, bool, type(None))


def _of_numbers(kind, general):
    """A writer of lists or tuples: those of nothing but numbers of one type are written by the type's own `repr`, as
    much of them as fits; all others by the `general` writer."""
    head_of, own = kind.__getitem__, kind.__repr__

    def writer(value, text, depth):
        # An item and what separates it from the next take three characters at least.
        head = head_of(value, slice(0, text.left // 3 + 2))
        kinds = set(map(type, head))
        only = kinds.pop() if len(kinds) == 1 and depth < MAX_DEPTH else None
        if only in _SHORT or (only is int and -_LARGEST < min(head) and max(head) < _LARGEST):
            text.add(own(head))
        else:
            general(value, text, depth)

    return writer


@_between("[", "]")
def _write_list(value, text, depth):
    write_items(list.__iter__(value), list.__len__(value), text, depth)


@_between("(", "")
def _write_tuple(value, text, depth):
    count = tuple.__len__(value)
    write_items(tuple.__iter__(value), count, text, depth)
    text.add(",)" if count == 1 else ")")


@_between("{", "}")
def _write_dict(value, text, depth):
    _write_pairs(dict.items(value), dict.__len__(value), text, depth)


def _write_set(value, text, depth):
    count = set.__len__(value)
    if not count:
        text.add("set()")
        return
    text.add("{")
    write_items(set.__iter__(value), count, text, depth)
    text.add("}")


@_between("frozenset({", "})")
def _write_frozenset_items(value, text, depth):
    write_items(frozenset.__iter__(value), frozenset.__len__(value), text, depth)


def _write_frozenset(value, text, depth):
    if frozenset.__len__(value):
        _write_frozenset_items(value, text, depth)
    else:
        text.add("frozenset()")


@_between("deque([", "])")
def _write_deque(value, text, depth):
    write_items(deque.__iter__(value), deque.__len__(value), text, depth)


@_between("defaultdict(", ")")
def _write_defaultdict(value, text, depth):
    factory = defaultdict.default_factory.__get__(value)
    text.add("<class '%s'>" % name_of(factory) if type(factory) is type else "..." if factory else "None")
    text.add(", {")
    _write_pairs(dict.items(value), dict.__len__(value), text, depth)
    text.add("}")


@_between("OrderedDict({", "})")
def _write_ordered(value, text, depth):
    _write_pairs(OrderedDict.items(value), dict.__len__(value), text, depth)


WRITERS = {
    list: _of_numbers(list, _write_list),
    tuple: _of_numbers(tuple, _write_tuple),
    dict: _write_dict,
    set: _write_set,
    frozenset: _write_frozenset,
    deque: _write_deque,
    defaultdict: _write_defaultdict,
    OrderedDict: _write_ordered,
}
