"""The object that stands for something missing. It records how it is used and answers coherently: what was asked once
is the same the next time. Operations that no value could allow (arithmetic with None, a list compared with a number)
raise what Python raises."""

import sys

_PARTS = 2
_SAMPLES = {
    "str": "a", "int": 1, "float": 1.5, "bool": True, "list": [1], "tuple": (1,), "set": {1}, "dict": {"a": 1}, "None": None,
}  # fmt: skip


class Facts:
    """What is known of one placeholder. `key` is its path and the same in every run; `certain` a type that it has for
    sure, `chosen` one that a repair gave it."""

    __slots__ = ("world", "kind", "name", "key", "line", "certain", "chosen", "attributes", "items", "elements", "taken",
                 "result", "exception", "base", "whose", "given", "given_type", "text", "source", "shown")  # fmt: skip

    def __init__(self, world, kind, name, key, line, whose=None, certain=None):
        self.world = world
        self.kind = kind
        self.name = name
        self.key = key
        self.line = line
        self.certain = certain
        self.chosen = None
        self.attributes = {}
        self.items = {}
        self.elements = None
        self.taken = 0
        self.result = None
        self.exception = None
        self.base = None
        self.whose = whose
        self.given = None
        self.given_type = None
        self.text = None
        self.source = None
        self.shown = None

    @property
    def type(self):
        return self.chosen or self.certain or self.world.guess(self.key)


class Placeholder:
    """Only special methods are defined here, so that every other name is answered by `__getattr__`."""

    __slots__ = ("_witness_facts", "__weakref__")

    def __init__(self, facts):
        self._witness_facts = facts

    def __getattr__(self, name):
        facts = self._witness_facts
        facts.world.touch(facts)
        if name in facts.attributes:
            return facts.attributes[name]
        if name in ("__name__", "__qualname__", "__doc__", "__module__"):
            return facts.name
        if name.startswith("__") and name.endswith("__") and name not in ("__version__", "__file__", "__dict__", "__author__"):
            raise AttributeError(name)
        value = facts.world.make_attribute(facts, name, facts.world.line_at(sys._getframe(1)))
        facts.attributes[name] = value
        return value

    def __setattr__(self, name, value):
        if name == "_witness_facts":
            object.__setattr__(self, name, value)
            return
        self._witness_facts.attributes[name] = value

    def __delattr__(self, name):
        self._witness_facts.attributes.pop(name, None)

    def __call__(self, *arguments, **keywords):
        facts = self._witness_facts
        return facts.world.call_placeholder(self, arguments, keywords, facts.world.line_at(sys._getframe(1)))

    # Truth, order, identity

    def __bool__(self):
        facts = self._witness_facts
        facts.world.touch(facts)
        return facts.world.truth(facts)

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    def __hash__(self):
        return id(self)

    # Containers

    def __len__(self):
        return len(elements_of(self))

    def __length_hint__(self):
        return _PARTS

    def __iter__(self):
        return iter(elements_of(self))

    def __reversed__(self):
        return reversed(elements_of(self))

    def __next__(self):
        facts = self._witness_facts
        parts = elements_of(self)
        if facts.taken >= len(parts):
            facts.taken = 0
            raise StopIteration
        facts.taken += 1
        return parts[facts.taken - 1]

    def __contains__(self, item):
        facts = self._witness_facts
        facts.world.touch(facts)
        return True

    def __getitem__(self, key):
        return item_of(self, key)

    def __setitem__(self, key, value):
        facts = self._witness_facts
        facts.world.touch(facts)
        facts.items[_hashable(key)] = value

    def __delitem__(self, key):
        self._witness_facts.items.pop(_hashable(key), None)

    # Conversions

    def __str__(self):
        return as_text(self)

    def __repr__(self):
        return "~" + self._witness_facts.key

    def __format__(self, spec):
        facts = self._witness_facts
        facts.world.touch(facts)
        for value in (1.5, as_text(self)) if facts.certain == "float" else (as_text(self), 1, 1.5):
            try:
                return format(value, spec)
            except (ValueError, TypeError):
                continue
        return as_text(self)

    def __fspath__(self):
        return as_text(self)

    def __bytes__(self):
        return as_text(self).encode()

    def __index__(self):
        self._witness_facts.world.touch(self._witness_facts)
        return 1

    __int__ = __trunc__ = __ceil__ = __floor__ = __index__

    def __float__(self):
        self._witness_facts.world.touch(self._witness_facts)
        return 1.0

    def __complex__(self):
        return 1 + 0j

    def __round__(self, digits=None):
        return derived(self, "round", "int" if digits is None else "float")

    # Protocols

    def __enter__(self):
        facts = self._witness_facts
        if facts.type == "resource":
            return self
        return part_of(self, "entered", ".__enter__()")

    def __exit__(self, *_):
        return False

    async def __aenter__(self):
        return self.__enter__()

    async def __aexit__(self, *_):
        return False

    def __await__(self):
        self._witness_facts.world.touch(self._witness_facts)
        return part_of(self, "awaited", "")
        yield

    async def __aiter__(self):
        for item in elements_of(self):
            yield item

    async def __anext__(self):
        try:
            return self.__next__()
        except StopIteration:
            raise StopAsyncIteration from None

    def __mro_entries__(self, bases):
        return (self._witness_facts.world.base_for(self),)

    def __instancecheck__(self, instance):
        facts = self._witness_facts
        facts.world.touch(facts)
        return True

    def __subclasscheck__(self, other):
        return True

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        raise TypeError("what is invented cannot be pickled")

    def __get__(self, instance, owner=None):
        return self

    def __set_name__(self, owner, name):
        pass


def facts_of(value):
    """The facts of a placeholder; None of any other value."""
    return value._witness_facts if type(value) is Placeholder else None


def elements_of(value):
    """The parts of a placeholder that is iterated."""
    facts = value._witness_facts
    facts.world.touch(facts)
    if facts.elements is None:
        count = 0 if facts.world.assumed(facts.key) == "empty" else _PARTS
        set_elements(value, count)
    return facts.elements


def set_elements(value, count):
    """Gives a placeholder as many parts as it is unpacked into; parts that are known stay."""
    facts = value._witness_facts
    known = facts.elements or []
    kind = "str" if facts.type in ("str", "dict") else None
    for index in range(len(known), count):
        known.append(facts.world.make("element", one_of(facts.name), facts.key + "[]", facts.line, facts, kind, index))
    facts.elements = known[:count]
    return facts.elements


def one_of(name):
    """What a part of something is called: `price` of `prices`, `entry` of `entries`."""
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") and len(name) > 3 else name


def item_of(value, key):
    """What stands at a key; a slice of a text or list is of its type again."""
    facts = value._witness_facts
    facts.world.touch(facts)
    if isinstance(key, slice):
        return derived(value, "slice", facts.certain)
    if facts.certain is not None:
        check_sample(facts, lambda sample: sample[key] if type(key) is not Placeholder else None)
    place = _hashable(key)
    if place not in facts.items:
        if type(key) is int and facts.elements and -len(facts.elements) <= key < len(facts.elements):
            return facts.elements[key]
        facts.items[place] = facts.world.make("item", facts.name, facts.key + "[]", facts.line, facts)
    return facts.items[place]


def part_of(value, name, suffix):
    """Something that a placeholder gives once and then again."""
    facts = value._witness_facts
    facts.world.touch(facts)
    place = (Placeholder, name)
    if place not in facts.items:
        facts.items[place] = facts.world.make("part", facts.name, facts.key + suffix, facts.line, facts)
    return facts.items[place]


def derived(value, name, kind=None):
    """The placeholder that an operation on another one gives."""
    facts = value._witness_facts
    facts.world.touch(facts)
    return Placeholder(Facts(facts.world, "operation", name, facts.key, facts.line, facts, kind))


def as_text(value):
    """Text for a placeholder that has to be text: its own name."""
    facts = value._witness_facts
    facts.world.touch(facts)
    return facts.world.text_for(facts)


def _hashable(key):
    try:
        hash(key)
        return (type(key), key)
    except TypeError:
        return (type(key), repr(key))


def sample_of(value):
    """A value of the type that a placeholder has for sure; every other value as it is."""
    return _SAMPLES.get(value._witness_facts.certain, value) if type(value) is Placeholder else value


def check_sample(facts, operation):
    """Raises the TypeError that any value of a certain type would raise."""
    sample = _SAMPLES.get(facts.certain)
    if sample is None:
        return
    try:
        operation(sample)
    except TypeError:
        raise
    except Exception:
        pass
