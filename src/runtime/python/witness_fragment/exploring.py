"""Calls what a fragment defines and nobody calls, with invented arguments."""

import types

from .driving import drive
from .placeholder import Placeholder
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
        for number, value in list(self.hooks.lambdas.items()):
            if number not in self.hooks.lambdas_run:
                self._call(value)

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
            if type(member) is Placeholder:
                continue
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
        """An object on which its constructor, whoever wrote it, has run as far as it comes."""
        constructor = kind.__init__
        if not isinstance(constructor, types.FunctionType):
            try:
                return kind()
            except BaseException:
                return _bare(kind)
        instance = _bare(kind)
        if instance is None:
            return None
        if constructor.__code__ in self.hooks.codes:
            self._call(constructor, instance)
            return instance
        try:
            if "witness_fragment" in constructor.__code__.co_filename:
                return instance  # a stand-in for a class that is missing
            positional, keywords = self.arguments.of(constructor, (instance,))
            constructor(*positional, **keywords)
        except Leave:
            pass
        except Exception:
            pass  # what it had come to give the object stays
        return instance

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


def _bare(kind):
    """An object that no constructor has run on, or None."""
    for new in (kind.__new__, object.__new__):
        try:
            return new(kind)
        except Exception:
            continue
    return None
