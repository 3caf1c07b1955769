"""Calls what a fragment defines and nobody calls, with invented arguments."""

import types

from .driving import drive
from .world import Leave

_MAX_CALLS = 60


class Caller:
    """`failed(problem)` is told of what a call raises; the next one is made all the same."""

    def __init__(self, hooks, world, arguments, failed):
        self.hooks = hooks
        self.world = world
        self.arguments = arguments
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
            arguments, keywords = self.arguments.of(function, given)
            result = drive(function(*arguments, **keywords))
            if isinstance(result, types.FunctionType) and result.__code__ in self.hooks.codes:
                self._call(result)
        except Leave:
            pass
        except SystemExit:
            pass
        except BaseException as problem:
            self.failed(problem, function.__name__)
