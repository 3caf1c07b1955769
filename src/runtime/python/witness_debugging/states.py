"""Values of variables as plain descriptions: taken in one run of a program, compared with those of another, put into its place."""

import collections
import datetime
import decimal
import enum
import fractions
import sys
import types

_PLAIN = {int, float, complex, str, bytes, bool, type(None), type(...), range, fractions.Fraction, decimal.Decimal}
_PLAIN |= {datetime.date, datetime.datetime, datetime.time, datetime.timedelta}
_NAMED = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType, type)
_MOST_NODES = 20_000
_DEPTH = 20_000


class NotAlignable(Exception):
    """A value that cannot be described or made."""


class State:
    """Variables with all they refer to; what two of them share is shared in the description."""

    def __init__(self, values):
        """Raises NotAlignable where it is too much."""
        self.roots, self.nodes, numbers, self._keep = {}, [], {}, []
        waiting = collections.deque()

        def number(value):
            if id(value) not in numbers:
                if len(numbers) >= _MOST_NODES:
                    raise NotAlignable("the values are too large")
                numbers[id(value)] = len(self.nodes)
                self._keep.append(value)
                self.nodes.append(None)
                waiting.append(value)
            return numbers[id(value)]

        for name in sorted(values):
            self.roots[name] = number(values[name])
        while waiting:
            value = waiting.popleft()
            self.nodes[numbers[id(value)]] = _described(value, number)

    def freed(self):
        """Itself, without the values that it was taken from."""
        self._keep = None
        return self

    def of(self, name):
        """A description of one variable that can be compared."""
        numbers, order, told = {}, [self.roots[name]], []
        numbers[self.roots[name]] = 0
        for at in order:
            kind, what, parts = self.nodes[at][:3]
            for part in parts:
                if part not in numbers:
                    numbers[part] = len(order)
                    order.append(part)
            told.append((kind, what, tuple(numbers[part] for part in parts)))
        return told

    def text(self, name):
        """A short literal."""
        return _text(self.nodes, self.roots[name], 3)


def same(state, other, names):
    return all((name in state.roots) == (name in other.roots) for name in names) and all(
        state.of(name) == other.of(name) for name in names if name in state.roots
    )


def differing(state, other):
    """Names that both have, with other values, and those that only `other` has."""
    return [name for name in other.roots if name not in state.roots or state.of(name) != other.of(name)]


def _described(value, number):
    """(kind, what can be compared, numbers of parts, and the object itself where it stands for itself)"""
    kind = type(value)
    if kind in _PLAIN:
        return ("plain", (kind.__name__, repr(value)), (), value)
    if isinstance(value, enum.Enum):
        return ("member", (_class(kind), value.name), ())
    if isinstance(value, _NAMED):
        return ("named", getattr(value, "__qualname__", getattr(value, "__name__", "?")), (), value)
    if isinstance(value, (list, tuple, collections.deque)):
        return ("items", _class(kind), tuple(number(item) for item in value), getattr(value, "maxlen", None))
    if isinstance(value, (set, frozenset)):
        return ("set", _class(kind), tuple(number(item) for item in sorted(value, key=_order)))
    if isinstance(value, dict):
        parts = [number(part) for pair in value.items() for part in pair]
        return ("dict", _class(kind), tuple(parts), getattr(value, "default_factory", None))
    fields = _fields(value)
    if fields is None:
        return ("opaque", kind.__name__, ())
    return ("object", (_class(kind), tuple(fields)), tuple(number(part) for part in fields.values()))


def _order(value):
    return (type(value).__name__, value) if type(value) in (int, float, str, bytes) else (type(value).__name__, 0)


def _class(kind):
    return (kind.__module__, kind.__qualname__)


def _fields(value):
    if not (type(value).__flags__ & (1 << 9)):  # not of a class that is written in Python
        return None
    fields = dict(getattr(value, "__dict__", {}))
    for owner in type(value).__mro__:
        slots = owner.__dict__.get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else slots:
            if slot not in ("__dict__", "__weakref__") and hasattr(value, slot):
                fields[slot] = getattr(value, slot)
    return fields


def restored(state, names, current, namespaces):
    """Values for the names of a state. Objects in `current`, values of the same variables here, are changed in place, so that
    all who know them see it. Raises NotAlignable."""
    maker = _Maker(state.nodes, namespaces)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_DEPTH)
    try:
        return {name: maker.make(state.roots[name], current.get(name)) for name in names if name in state.roots}
    finally:
        sys.setrecursionlimit(limit)


def raisable(problem, namespaces):
    """An exception like one of another run, of the class of that name as this run has it."""
    try:
        kind = _Maker([], namespaces)._kind(_class(type(problem)))
    except NotAlignable:
        return problem
    made = kind.__new__(kind, *problem.args)
    made.args = problem.args
    return made


class _Maker:
    def __init__(self, nodes, namespaces):
        self._nodes, self._namespaces = nodes, namespaces
        self._made, self._used = {}, set()

    def make(self, at, here):
        if at in self._made:
            return self._made[at]
        kind, what, parts, *more = self._nodes[at]
        made = getattr(self, "_" + kind)(at, what, parts, more, here)
        self._made[at] = made
        return made

    def _plain(self, at, what, parts, more, here):
        return more[0]

    def _named(self, at, what, parts, more, here):
        if isinstance(here, _NAMED) and getattr(here, "__qualname__", getattr(here, "__name__", "")) == what:
            return here
        return more[0]

    def _opaque(self, at, what, parts, more, here):
        if type(here).__name__ == what:
            return here
        raise NotAlignable("a value of type %s cannot be made" % (what,))

    def _member(self, at, what, parts, more, here):
        return self._kind(what[0])[what[1]]

    def _mine(self, here, kind):
        """Whether an object that is here may stand for a described one."""
        if here is None or _class(type(here)) != kind or id(here) in self._used:
            return False
        self._used.add(id(here))
        return True

    def _items(self, at, what, parts, more, here):
        kind = self._kind(what)
        if issubclass(kind, tuple):
            near = here if isinstance(here, tuple) and len(here) == len(parts) else [None] * len(parts)
            items = [self.make(part, other) for part, other in zip(parts, near)]
            return tuple(items) if kind is tuple else tuple.__new__(kind, items)
        made = here if self._mine(here, what) else kind(maxlen=more[0]) if kind is collections.deque else kind()
        self._made[at] = made
        near = list(made) + [None] * len(parts)
        items = [self.make(part, other) for part, other in zip(parts, near)]
        made.clear()
        made.extend(items)
        return made

    def _set(self, at, what, parts, more, here):
        kind = self._kind(what)
        items = [self.make(part, None) for part in parts]
        if issubclass(kind, frozenset):
            return kind(items)
        made = here if self._mine(here, what) else kind()
        made.clear()
        made.update(items)
        return made

    def _dict(self, at, what, parts, more, here):
        kind = self._kind(what)
        if self._mine(here, what):
            made = here
        else:
            made = kind(more[0]) if issubclass(kind, collections.defaultdict) else kind()
        self._made[at] = made
        known = dict(made)
        pairs = []
        for key, value in zip(parts[::2], parts[1::2]):
            key = self.make(key, None)
            pairs.append((key, self.make(value, known.get(key))))
        dict.clear(made)
        for key, value in pairs:
            dict.__setitem__(made, key, value)
        return made

    def _object(self, at, what, parts, more, here):
        name, fields = what
        made = here if self._mine(here, name) else object.__new__(self._kind(name))
        self._made[at] = made
        for field, part in zip(fields, parts):
            object.__setattr__(made, field, self.make(part, getattr(made, field, None)))
        for field in set(getattr(made, "__dict__", ())) - set(fields):
            del made.__dict__[field]
        return made

    def _kind(self, name):
        """The class of that name as this run has it."""
        module, path = name
        for names in [vars(sys.modules[module])] if module in sys.modules else []:
            found = _followed(names, path)
            if isinstance(found, type):
                return found
        for names in self._namespaces:
            found = _followed(names, path)
            if isinstance(found, type):
                return found
        raise NotAlignable("the class %s is not known here" % (path,))


def _followed(names, path):
    first, *rest = path.split(".")
    found = names.get(first)
    for part in rest:
        found = getattr(found, part, None)
    return found


def _text(nodes, at, depth):
    kind, what, parts, *more = nodes[at]
    if kind == "plain":
        text = what[1]
        return text if len(text) <= 60 else text[:59] + "…"
    if kind in ("items", "set", "dict") and depth > 0:
        opening, closing = {"tuple": "()", "list": "[]", "set": "{}", "dict": "{}"}.get(what[1], (what[1] + "(", ")"))
        if kind == "dict":
            pairs = zip(parts[::2], parts[1::2])
            texts = ["%s: %s" % (_text(nodes, a, depth - 1), _text(nodes, b, depth - 1)) for a, b in list(pairs)[:8]]
        else:
            texts = [_text(nodes, part, depth - 1) for part in parts[:8]]
        more = "" if len(parts) <= (16 if kind == "dict" else 8) else ", …"
        comma = "," if what[1] == "tuple" and len(parts) == 1 else ""
        return "%s%s%s%s%s" % (opening, ", ".join(texts), comma, more, closing)
    if kind == "object":
        return "<%s>" % (what[0][1],)
    return "<%s>" % (what if isinstance(what, str) else what[-1],)
