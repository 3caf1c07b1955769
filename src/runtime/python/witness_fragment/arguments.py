"""Makes up what a function is called with: what is known of its parameters, else what is invented for them."""

import ast
import inspect

from .placeholder import Placeholder


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


class Arguments:
    """`receiver(line, name)` gives a tuple with the object for a parameter like `self`, or None."""

    def __init__(self, world, hooks, receiver):
        self.world = world
        self.hooks = hooks
        self.receiver = receiver

    def of(self, function, given=(), line=None):
        """(positional, keywords) for a call of a function, whose first arguments are `given`. `line`: where what is
        invented is to stand; else at the function."""
        world = self.world
        positional, keywords = list(given), {}
        parameters = list(inspect.signature(function).parameters.values())[len(given) :]
        world.existing.learn(function.__name__, _names(function))
        at = line or function.__code__.co_firstlineno
        for number, parameter in enumerate(parameters):
            name = parameter.name
            key = "%s:%s" % (function.__name__, name)
            if parameter.kind is parameter.VAR_KEYWORD:
                self._named_rest(function, name, at, keywords)
                continue
            if parameter.kind is parameter.VAR_POSITIONAL:
                positional += [world.make("parameter", name, key, at) for _ in range(2)]
                continue
            value = self._value(function, parameter, key, at, number == 0 and not given, line is not None)
            if parameter.kind is parameter.KEYWORD_ONLY:
                keywords[name] = value
            else:
                positional.append(value)
        return positional, keywords

    def _value(self, function, parameter, key, line, is_first, is_constructor):
        world, name = self.world, parameter.name
        asked = key in world.plan.values or key in world.given
        if is_first and not asked:
            found = self.receiver(function.__code__.co_firstlineno, name)
            if found is not None:
                return found[0]
        if parameter.default is not parameter.empty and parameter.default is not None and not asked:
            return parameter.default
        value = world.make("parameter", name, key, line)
        if type(value) is Placeholder:
            if world.inference.source(key) == "annotation":
                certain = world.guess(key)
                value._witness_facts.certain = certain if certain not in ("object", "callable", "resource") else None
        elif key in world.made and not is_constructor:
            world.tainted[name] = {key}
        return value

    def _named_rest(self, function, name, line, keywords):
        world = self.world
        key = "%s:**%s" % (function.__name__, name)
        if world.plan.lenient or world.plan.values.get(key) == "filled":
            for asked in self._keys_of(function, name):
                keywords.setdefault(asked, world.make("parameter", asked, "%s[%s]" % (key, asked), line))
        if key not in world.made:
            world.make("parameter", name, key, line)

    def _keys_of(self, function, name):
        """Keys that a function asks its named arguments for; one where it names none."""
        index = self.hooks.codes.get(function.__code__)
        node = self.world.shape.statements[index] if index is not None else None
        return keys_asked_for(node, name) if node is not None else ["key"]


def _names(function):
    """Names of the parameters that are given by their place."""
    parameters = inspect.signature(function).parameters.values()
    return [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
