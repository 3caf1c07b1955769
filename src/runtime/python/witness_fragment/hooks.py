"""What the instrumented fragment calls: each method is named after the construct that it stands for."""

import ast
import itertools
import operator
import sys
import types

from .bounds import TimeIsOver
from .calling import call_real, invented_in
from .importing import Imports
from .operators import check_order
from .placeholder import Placeholder, derived, elements_of, facts_of, item_of, set_elements
from .raising import Raising
from .world import Leave

_ORDER = {"Lt": (operator.lt, "<"), "LtE": (operator.le, "<="), "Gt": (operator.gt, ">"), "GtE": (operator.ge, ">=")}
_REAL = {
    "Eq": operator.eq, "NotEq": operator.ne, "Is": operator.is_, "IsNot": operator.is_not,
    "In": lambda a, b: a in b, "NotIn": lambda a, b: a not in b,
    **{name: function for name, (function, _) in _ORDER.items()},
}  # fmt: skip
_NEGATED = {"NotEq": "Eq", "IsNot": "Is", "NotIn": "In"}
_MAX_ROUNDS = 3000
_REPEATING = (ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith)


class Hooks(Imports, Raising):
    def __init__(self, world):
        self.world = world
        self.functions = {}
        self.codes = {}
        self.lambdas = {}
        self.lambdas_run = set()
        self.rounds = {}

    # Statements

    def start(self, index):
        world = self.world
        world.current = index
        world.started[index] = world.started.get(index, 0) + 1
        world.touched = set()
        if world.recording is not None:
            world.recording.started(index, sys._getframe(1))

    def done(self, index):
        world = self.world
        world.finished.add(index)
        world.settle(index)
        if world.recording is not None:
            world.recording.wrote(index, sys._getframe(1))
        if world.notes.wanted:
            world.notes.wrote(index, sys._getframe(1))

    def enter(self, suite):
        world = self.world
        if suite not in world.entered:
            world.entered[suite] = len(world.entered)
        header = world.shape.suite_list[suite][0]
        if world.current == header:
            world.settle(header)
        if world.recording is not None and self._is_loop(header):
            world.recording.round(header, sys._getframe(1))
        if world.notes.wanted and self._is_loop(header):
            world.notes.wrote(header, sys._getframe(1))

    def _is_loop(self, index):
        return isinstance(self.world.shape.statements[index], _REPEATING)

    def hole(self, index):
        line = self.world.shape.statements[index].lineno
        return self.world.make("call", "statement", "<line %d>" % line, line)

    def leave(self, index, value):
        self._gives(index, value, sys._getframe(1))
        self.world.finished.add(index)
        self.world.notes.gave(index, value)
        raise Leave(value)

    def leaving(self, index, function, *arguments, **keywords):
        self.world.finished.add(index)
        if type(function) is Placeholder:
            raise Leave(None)
        return function(*arguments, **keywords)

    def returned(self, index, value):
        self._gives(index, value, sys._getframe(1))
        self.world.finished.add(index)
        self.world.notes.gave(index, value)
        return value

    def _gives(self, index, value, frame):
        if self.world.recording is not None:
            self.world.recording.left(index, frame, value)

    def not_ours(self):
        problem = sys.exc_info()[1]
        if isinstance(problem, (Leave, SystemExit, TimeIsOver)):
            raise problem
        if self.world.recording is not None:
            self.world.recording.caught(problem, sys._getframe(1))

    # Definitions

    def defines(self, index):
        def register(value):
            self.functions.setdefault(index, value)
            if isinstance(value, types.FunctionType):
                self.codes[value.__code__] = index
            return value

        return register

    def decorator(self, decorator):
        if type(decorator) is not Placeholder:
            return decorator
        self.world.touch(decorator._witness_facts)
        return lambda defined: defined

    def ran(self, number):
        self.lambdas_run.add(number)
        return True

    def lambda_(self, number, value):
        if len(self.lambdas) < 100:
            self.lambdas.setdefault(number, value)
        self.codes[value.__code__] = None
        return value

    def metaclass(self, value):
        return type if type(value) is Placeholder else value

    # Control flow

    def test(self, site, wanted, value):
        facts = facts_of(value)
        if facts is not None:
            return self.world.decide(site, wanted, facts.key)
        # A real value that was computed from invented ones may be otherwise, too, when the plan asks for it.
        depends = self.world.dependencies(self.world.current) if site >= 0 else None
        if not depends:
            return bool(value)
        return self.world.depending(site, wanted, bool(value), depends)

    def loop(self, site, value):
        rounds = self.rounds[site] = self.rounds.get(site, 0) + 1
        if rounds > _MAX_ROUNDS and self.world.visits.get(site) is None and self.world.made:
            raise Leave()
        return value

    def iterated(self, index, value, shape, site=None):
        if site is not None:
            value = self._planned(site, index, value)
        facts = facts_of(value)
        if facts is not None:
            items = elements_of(value)
        elif shape is None or type(value) not in (list, tuple):
            self._settle_header(index)
            return value
        else:
            items = list(value)
        self._settle_header(index)
        return items if shape is None else [self.unpacked(item, shape) for item in items]

    def _planned(self, site, index, value):
        """What a loop runs over: where the plan says so, an empty one gets invented elements, and an invented one none."""
        world = self.world
        world.visits[site] = world.visits.get(site, 0) + 1
        has_elements = world.plan.decisions.get(site)
        if has_elements is None:
            return value
        key = "the elements of line %d" % world.shape.statements[index].lineno
        world.decided.setdefault(site, set()).add(key)
        if not has_elements:
            return () if type(value) is Placeholder else value
        items = iter(value)
        for first in items:
            return itertools.chain((first,), items)
        return world.make("name", "element", key, world.shape.statements[index].lineno)

    def _settle_header(self, index):
        if index >= 0:
            self.world.settle(index)

    def unpacked(self, value, shape):
        if shape is None or shape == "*":
            return value
        facts = facts_of(value)
        if facts is not None:
            parts = set_elements(value, len([s for s in shape if s != "*"]))
            if "*" in shape:
                place = shape.index("*")
                parts = [*parts[:place], value, *parts[place:]]
                return [*parts[:place], *parts[place + 1 :]]
            return tuple(self.unpacked(part, inner) for part, inner in zip(parts, shape))
        if type(value) in (list, tuple) and len(value) == len(shape) and any(isinstance(s, tuple) for s in shape):
            return tuple(self.unpacked(part, inner) for part, inner in zip(value, shape))
        return value

    def yielded(self, value):
        return None

    def awaited(self, value):
        return value

    # Expressions

    def compared(self, symbol, left, right):
        for value, other, is_left in ((left, right, True), (right, left, False)):
            facts = facts_of(value)
            if facts is None:
                continue
            self.world.touch(facts)
            if symbol in _ORDER:
                function, sign = _ORDER[symbol]
                check_order(facts, function if is_left else (lambda a, b: function(b, a)), sign, other)
            return self._comparison(symbol, value, other, is_left)
        return _REAL[symbol](left, right)

    def _comparison(self, symbol, value, other, is_left):
        facts = value._witness_facts
        if value is other and symbol in ("Is", "Eq"):
            return True
        if facts.chosen is None and symbol == "Eq" and type(other) is str and facts.certain is None:
            self.world.texts.setdefault(facts.key, facts.name)
        answer = derived(value, symbol, "bool")
        relation = _NEGATED.get(symbol, symbol)
        shown = other if type(other) in (str, int, float, bool, type(None)) else getattr(facts_of(other), "key", "?")
        answer._witness_facts.key = "%s %s %r" % (facts.key, relation, shown)
        if symbol in _NEGATED:
            answer._witness_facts.key = "not " + answer._witness_facts.key
        return answer

    def name(self, name):
        return self.world.missing_name(name, sys._getframe(1).f_lineno)

    def attribute(self, value, name, of):
        """`of`: the name that the value has in the code, if it has one."""
        world = self.world
        try:
            return getattr(value, name)
        except AttributeError:
            if name.startswith("__") or not world.plan.lenient:
                raise
            key = "%s.%s" % (of or type(value).__name__, name)
        except Exception:
            # A library that is there, without what it runs in: a request, a session.
            if name.startswith("__") or self._is_own(type(value)):
                raise
            key = "%s.%s" % (of or type(value).__name__, name)
            world.inference.sources.setdefault(key, "environment")
        return world.make("attribute", name, key, sys._getframe(1).f_lineno)

    def item(self, value, key):
        if type(value) is Placeholder:
            return item_of(value, key)
        if type(key) is not Placeholder:
            try:
                return value[key]
            except (LookupError, TypeError):
                if not self.world.plan.lenient:
                    raise
            return self.world.make("item", "item", "%s[]" % type(value).__name__, sys._getframe(1).f_lineno)
        self.world.touch(key._witness_facts)
        try:
            return value[key]
        except (KeyError, IndexError, TypeError):
            if value is None:
                raise
        if type(value) is dict and value:
            return next(iter(value.values()))
        if isinstance(value, (list, tuple, str)) and value:
            return value[0]
        return derived(key, "item")

    def modulo(self, left, right):
        if type(left) in (str, bytes) and list(invented_in([right])):
            return self.call(_formatted, left, right)
        if type(left) is str and right is None and left.count("%") == 0:
            return left % right
        return left % right

    def positional(self, value):
        return () if type(value) is Placeholder else value

    def mapping(self, value):
        return {} if type(value) is Placeholder else value

    def call(self, function, /, *arguments, **keywords):
        line = sys._getframe(1).f_lineno
        world = self.world
        if type(function) is Placeholder:
            return world.call_placeholder(function, arguments, keywords, line)
        if self._is_own(function):
            return self._own_call(function, arguments, keywords)
        world.caller = sys._getframe(1)
        return call_real(world, function, arguments, keywords, line)

    def _is_own(self, function):
        code = getattr(getattr(function, "__func__", function), "__code__", None)
        if code is not None:
            return code.co_filename == self.world.filename
        return isinstance(function, type) and function.__module__ == self.world.module_name

    def _own_call(self, function, arguments, keywords):
        """What the callee's statements touch, the statement that calls touches."""
        world = self.world
        index, touched = world.current, set(world.touched)
        if world.dependencies(index) or list(invented_in([*arguments, *keywords.values()])):
            depends = world.dependencies(index)
            code = getattr(getattr(function, "__func__", function), "__code__", None)
            for name in code.co_varnames[: code.co_argcount] if code else ():
                world.tainted[name] = depends
        world.depth += 1
        try:
            result = function(*arguments, **keywords)
        finally:
            world.depth -= 1
        world.current = index
        world.touched |= touched
        return result


def _formatted(left, right):
    """`%` with a placeholder for one value or for all."""
    return left % right
