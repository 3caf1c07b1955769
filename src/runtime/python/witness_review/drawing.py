"""Draws calls of a function: those that are known, others like them, and new ones of the kinds that it takes to."""

import ast
import inspect
import random

from witness_fragment.knowledge import METHOD_OWNER, WEAK_METHODS, type_of_annotation, types_of_name

from . import values
from .calls import Call, split

_FUNCTION = "(lambda *given: given[0] if given else 0)"
_KNOWN_WEIGHT, _RISE, _FALL = 30, 1.5, 0.6
_LEAST, _MOST = 0.02, 200


class Drawing:
    """`target`: what is called, `parameters`: those of its constructor and its own that calls give, `nodes`: its syntax trees."""

    def __init__(self, path, target, parameters, nodes, known, seed):
        self.name = path.rpartition(".")[2]
        self.random = random.Random(seed)
        self.target = target
        self.own, self.parameters = map(_given, parameters)
        self.nodes = [part for node in nodes for part in ast.walk(node)]
        self.attributes = _attributes(self.nodes)
        self.types = _types(known)
        self.weights = {parameter: self._weights(parameter) for parameter in (*self.own, *self.parameters)}
        self.known = list(known)
        self.good = list(known)
        self.drawn = set()
        self.last = {}

    def next(self):
        """A call that was not drawn yet; None where nothing new comes up."""
        for _ in range(30):
            call = self._next()
            if call is not None and call.text not in self.drawn:
                self.drawn.add(call.text)
                return call
        return None

    def strangeness(self, call):
        """So many arguments are of types that no known call has in their place."""
        return sum(
            len(known) > 0 and _type(split(argument)[1]) not in known
            for argument, known in zip(call.arguments, self.types)
        )

    def learn(self, call, kind):
        """The better outcome of the call that was drawn last tells which kinds the function takes."""
        factor = _RISE if kind == "returned" else _FALL if kind == "failed" else 1
        for parameter, drawn in self.last.items():
            weights = self.weights[parameter]
            weights[drawn] = min(_MOST, max(_LEAST, weights[drawn] * factor))
        if kind in ("returned", "raised") and len(self.good) < 200:
            self.good.append(call)

    def _next(self):
        self.last = {}
        if self.known:
            return self.known.pop(0)
        if self.good and self.random.random() < 0.5:
            return self._near(self.random.choice(self.good))
        arguments = tuple(self._drawn(parameter) for parameter in self.parameters)
        if self.target.owner is None or self.target.bound:
            return Call(self.name, self.target.owner, arguments)
        made = ", ".join(self._drawn(parameter) for parameter in self.own)
        return Call(self.name, "%s(%s)" % (self.target.owner, made), arguments)

    def _near(self, call):
        if not call.arguments:
            return None
        at = self.random.randrange(len(call.arguments))
        name, text = split(call.arguments[at])
        return call._replace(arguments=(*call.arguments[:at], name + values.near(text, self.random), *call.arguments[at + 1 :]))

    def _drawn(self, parameter):
        weights = self.weights[parameter]
        kind = self.random.choices(list(weights), list(weights.values()))[0]
        self.last[parameter] = kind
        text = _FUNCTION if kind == "function" else values.draw(kind, self.random, self.attributes)
        return "%s=%s" % (parameter.name, text) if parameter.kind is parameter.KEYWORD_ONLY else text

    def _weights(self, parameter):
        weights = dict(values.KINDS)
        name = parameter.name
        if self._is_called(name):
            weights["function"] = _KNOWN_WEIGHT * 4
        if self._has_attributes(name):
            weights["record"] = _KNOWN_WEIGHT * 4
        annotation = parameter.annotation if isinstance(parameter.annotation, str) else getattr(parameter.annotation, "__name__", "")
        named = type_of_annotation(str(annotation)) if parameter.annotation is not parameter.empty else None
        if named is not None:
            self._raise(weights, named, _KNOWN_WEIGHT * 4)
        elif parameter.default is not parameter.empty and parameter.default is not None:
            self._raise(weights, type(parameter.default).__name__, _KNOWN_WEIGHT)
        for kind, weight in types_of_name(name):
            self._raise(weights, kind, weight * 2)
        return weights

    @staticmethod
    def _raise(weights, kind, weight):
        for known in values.KINDS_OF_TYPE.get(kind, ()):
            weights[known] += weight

    def _is_called(self, name):
        return any(isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == name for part in self.nodes)

    def _has_attributes(self, name):
        return any(
            isinstance(part, ast.Attribute) and part.attr in self.attributes and isinstance(part.value, ast.Name) and part.value.id == name
            for part in self.nodes
        )


def _types(calls):
    """For each place of an argument the types that calls have there."""
    most = max((len(call.arguments) for call in calls), default=0)
    return [{_type(split(call.arguments[at])[1]) for call in calls if at < len(call.arguments)} for at in range(most)]


def _type(text):
    """The type of a literal and of what it holds; empty where a text is no literal."""
    found = values.literal(text)
    if found is None:
        return ""
    (value,) = found
    held = next(iter(value), None) if isinstance(value, (list, tuple, set, dict)) else None
    return "%s of %s" % (type(value).__name__, type(held).__name__) if held is not None else type(value).__name__


def _given(parameters):
    """Parameters that a call has to give, or may."""
    stars = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [parameter for parameter in parameters if parameter.kind not in stars]


def _attributes(nodes):
    """What a function asks of objects that are neither texts nor containers."""
    called = {id(part.func) for part in nodes if isinstance(part, ast.Call)}
    names = [
        part.attr
        for part in nodes
        if isinstance(part, ast.Attribute)
        and id(part) not in called
        and part.attr not in METHOD_OWNER
        and part.attr not in WEAK_METHODS
        and not (isinstance(part.value, ast.Name) and part.value.id in ("self", "cls"))
    ]
    return list(dict.fromkeys(names))
