"""Calls what a fragment defines and nobody calls, with invented arguments."""

import ast
import inspect
import types

from .driving import drive
from .placeholder import Placeholder
from .world import Leave

_MAX_CALLS = 60


def keys_asked_for(node, name):
    """`a` and `b` where a function says `name["a"]`, `name.pop("b")` or `"a" in name`."""
    found = []
    for part in ast.walk(node):
        key = None
        if isinstance(part, ast.Subscript) and _is_name(part.value, name):
            key = part.slice
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and _is_name(part.func.value, name):
            key = part.args[0] if part.args else None
        elif isinstance(part, ast.Compare) and _is_name(part.comparators[0], name):
            key = part.left
        if isinstance(key, ast.Constant) and type(key.value) is str and key.value not in found:
            found.append(key.value)
    return found or ["key"]


def _is_name(node, name):
    return isinstance(node, ast.Name) and node.id == name


class Caller:
    """`failed(problem)` is told of what a call raises; the next one is made all the same."""

    def __init__(self, hooks, world, request, failed):
        self.hooks = hooks
        self.world = world
        self.examples = request.get("calls") or {}
        self.failed = failed
        self.calls = 0

    def call_uncalled(self):
        """Functions and classes in source order, methods with their class, inner functions when their maker gives them."""
        before = -1
        while before != len(self.hooks.functions) and self.calls < _MAX_CALLS:
            before = len(self.hooks.functions)
            for index, value in sorted(self.hooks.functions.items()):
                if isinstance(value, type):
                    self._class(value)
                elif isinstance(value, types.FunctionType) and not self._is_method(index) and not self._ran(index):
                    self._call(value)
        for value in list(self.hooks.lambdas):
            self._lambda(value)

    def _ran(self, index):
        suite = self.world.shape.suites.get((self.world.shape.statements[index], "body"))
        return suite in self.world.entered

    def _is_method(self, index):
        suite = self.world.shape.parent.get(index)
        if suite is None:
            return False
        owner = self.world.shape.suite_list[suite][0]
        return isinstance(self.hooks.functions.get(owner), type)

    def _class(self, kind):
        methods = []
        for name, member in list(vars(kind).items()):
            plain = getattr(member, "__func__", getattr(member, "fget", getattr(member, "func", member)))
            index = self.hooks.codes.get(getattr(plain, "__code__", None))
            if index is not None and not self._ran(index):
                methods.append((name, member, plain))
        if not methods:
            return
        instance = self._instance(kind)
        if instance is None:
            return
        for name, member, plain in methods:
            index = self.hooks.codes[plain.__code__]
            if self._ran(index) or name == "__init__":
                continue
            if isinstance(member, staticmethod):
                self._call(plain, skip=0)
            else:
                first = kind if isinstance(member, classmethod) or name == "__new__" else instance
                self._call(plain, first)

    def _instance(self, kind):
        constructor = kind.__init__
        if isinstance(constructor, types.FunctionType):
            try:
                instance = kind.__new__(kind)
            except Exception:
                try:
                    instance = object.__new__(kind)
                except Exception:
                    return None
            if constructor.__code__ in self.hooks.codes:
                self._call(constructor, instance)
            return instance
        try:
            return kind()
        except BaseException:
            try:
                return kind.__new__(kind)
            except Exception:
                return None

    def _lambda(self, value):
        self._call(value)

    def _call(self, function, *given, skip=None):
        if self.calls >= _MAX_CALLS:
            return
        self.calls += 1
        world = self.world
        world.current, world.touched = None, set()
        try:
            arguments, keywords = self._arguments(function, given)
            result = drive(function(*arguments, **keywords))
            if isinstance(result, types.FunctionType) and result.__code__ in self.hooks.codes:
                self._call(result)
        except Leave:
            pass
        except SystemExit:
            pass
        except BaseException as problem:
            self.failed(problem, function.__name__)

    def _arguments(self, function, given):
        world = self.world
        positional, keywords = list(given), {}
        parameters = list(inspect.signature(function).parameters.values())[len(given) :]
        example = self._example(function)
        for number, parameter in enumerate(parameters):
            key = "%s:%s" % (function.__name__, parameter.name)
            line = function.__code__.co_firstlineno
            if parameter.kind is parameter.VAR_KEYWORD:
                key = "%s:**%s" % (function.__name__, parameter.name)
                if world.plan.lenient or world.plan.values.get(key) == "filled":
                    for name in self._keys_of(function, parameter.name):
                        keywords.setdefault(name, world.make("parameter", name, "%s[%s]" % (key, name), line))
                if key not in world.made:
                    world.make("parameter", parameter.name, key, line)
                continue
            if parameter.kind is parameter.VAR_POSITIONAL:
                positional += [world.make("parameter", parameter.name, key, line) for _ in range(2)]
                continue
            if parameter.name in example and key not in world.given:
                value = example[parameter.name]
                world.tainted[parameter.name] = {key}
            elif parameter.default is not parameter.empty and parameter.default is not None and key not in world.plan.values | world.given:
                value = parameter.default
            else:
                value = world.make("parameter", parameter.name, key, line)
                if world.inference.source(key) == "annotation" and type(value) is Placeholder:
                    certain = world.guess(key)
                    value._witness_facts.certain = certain if certain not in ("object", "callable", "resource") else None
            if parameter.kind is parameter.KEYWORD_ONLY:
                keywords[parameter.name] = value
            else:
                positional.append(value)
        return positional, keywords

    def _keys_of(self, function, name):
        """Keys that a function asks its named arguments for; one where it names none."""
        node = self.world.shape.statements[self.hooks.codes[function.__code__]] if function.__code__ in self.hooks.codes else None
        return keys_asked_for(node, name) if node is not None else ["key"]

    def _example(self, function):
        """Arguments of a call that was found in tests or other code, as {parameter: value}."""
        found = self.examples.get(function.__qualname__)
        if not found:
            return {}
        try:
            call = ast.parse(found, mode="eval").body
            values = inspect.signature(function).bind(
                *[ast.literal_eval(a) for a in call.args], **{k.arg: ast.literal_eval(k.value) for k in call.keywords}
            )
            return dict(values.arguments)
        except Exception:
            return {}
