"""`self` and `cls` of a method that stands in the fragment's file: of the real class, with what its own code gives it.

What `__init__` asks for is invented where nothing is known of it; attributes that the object then lacks are, too."""

import enum
import types

from .bounds import TimeIsOver
from .constructors import attributes_of_parameters
from .placeholder import Facts

class Instances:
    """`arguments(function, given)` makes up what a function is called with; `resolve(name)` gives a tuple with what a
    name really is, or None."""

    def __init__(self, world, surroundings, resolve, arguments):
        self.world = world
        self.surroundings = surroundings
        self.resolve = resolve
        self.arguments = arguments
        self.made = {}

    def receiver(self, found, key, name, line):
        """A tuple with the value for `self` or `cls`; None where its class cannot be had. `found` is as
        `Surroundings.receiver` tells it."""
        path, is_class = found
        kind = self._class(path) if path else None
        if kind is None or key in self.world.given:
            return None
        if is_class:
            return (kind,)
        if kind not in self.made:
            self.made[kind] = self._instance(kind, path, key, name, line)
        return self.made[kind]

    def _class(self, path):
        found = self.resolve(path[0])
        value = found[0] if found is not None else None
        for name in path[1:]:
            value = vars(value).get(name) if isinstance(value, type) else None
        return value if isinstance(value, type) else None

    def _instance(self, kind, path, key, name, line):
        if issubclass(kind, enum.Enum):
            members = list(kind)
            return (members[0],) if members else None
        world = self.world
        facts = Facts(world, "name", name, key, line)
        facts.given_type, facts.source = kind.__name__, "the class %s" % kind.__name__
        facts.shown = "<%s>" % kind.__name__
        assumed = {}
        try:
            likeness = _likeness_of(kind, facts, assumed)
        except Exception:
            return None  # a class that nothing may be derived from
        recorded = world.existing.attributes(facts)
        if recorded is None:
            value, invented = self._built(likeness, kind, line)
            if invented:
                named = attributes_of_parameters(self.surroundings.tree, path, invented)
                assumed.update({a: invented for a in getattr(value, "__dict__", {}) if named is None or a in named})
        else:
            value = _bare(likeness)
            for attribute, held in recorded.items():
                object.__setattr__(value, attribute, held)
                assumed[attribute] = {key}
        if value is None:
            return None
        world.made.setdefault(key, facts)
        return (value,)

    def _built(self, likeness, kind, line):
        """An object, and what was invented for it."""
        world = self.world
        before, world.touched = world.touched, set()
        try:
            return self._constructed(likeness, kind, line), set(world.touched)
        finally:
            world.touched = before

    def _constructed(self, likeness, kind, line):
        """An object on which its `__init__` has run as far as it comes."""
        constructor = kind.__init__
        is_plain = isinstance(constructor, types.FunctionType)
        try:
            given, named = self.arguments(constructor, (None,), line) if is_plain else ((None,), {})
            new = likeness.__new__
            value = new(likeness) if new is object.__new__ or new is Exception.__new__ else None
        except Exception:
            return None
        if value is None:
            try:
                return likeness(*given[1:], **named)
            except TimeIsOver:
                raise
            except BaseException:
                return _bare(likeness)
        if is_plain:
            try:
                constructor(value, *given[1:], **named)
            except TimeIsOver:
                raise
            except BaseException:
                pass  # what it had come to give the object stays
        return value


def _likeness_of(kind, facts, assumed):
    """A class like `kind` whose objects have what they lack invented. `assumed`: {attribute: keys of what it is made of}."""
    world = facts.world
    plain_get = kind.__getattribute__
    own_missing = getattr(kind, "__getattr__", None)

    def get(instance, name):
        if name in assumed:
            for key in assumed[name]:
                world.touched.add(key)
            world.touches += 1
        return plain_get(instance, name)

    def missing(instance, name):
        if own_missing is not None:
            try:
                return own_missing(instance, name)
            except AttributeError:
                pass
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        value = world.make_attribute(facts, name, world.line())
        object.__setattr__(instance, name, value)
        return value

    members = {"__getattribute__": get, "__getattr__": missing, "__module__": kind.__module__, "__qualname__": kind.__qualname__}
    likeness = type(kind)(kind.__name__, (kind,), members)
    if getattr(likeness, "__abstractmethods__", None):
        likeness.__abstractmethods__ = frozenset()
    return likeness


def _bare(likeness):
    try:
        return likeness.__new__(likeness)
    except Exception:
        return None
