"""Arithmetic and ordering of placeholders: what no value could allow raises what Python raises."""

import operator

from .placeholder import Placeholder, as_text, check_sample, derived, facts_of

_NUMBERS = ("int", "float")


def _common_type(one, other):
    """Of two numbers of which one is a float the result is one; of two of one type it is of that type."""
    if "float" in (one, other) and (one in _NUMBERS or other in _NUMBERS):
        return "float"
    return one if one == other else None


def _binary(function, symbol, reflected):
    def operation(self, other):
        facts = self._witness_facts
        facts.world.touch(facts)
        kind = None
        if other is None and symbol != "|":
            names = (type(None).__name__, facts.type) if reflected else (facts.type, type(None).__name__)
            raise TypeError("unsupported operand type(s) for %s: '%s' and '%s'" % (symbol, *names))
        if facts.certain is not None and type(other) is not Placeholder:
            check_sample(facts, lambda sample: function(other, sample) if reflected else function(sample, other))
            kind = facts.certain if type(other).__name__ == facts.certain else None
        elif type(other) in (str, list, float):
            kind = type(other).__name__
        elif type(other) is Placeholder:
            kind = _common_type(facts.certain, other._witness_facts.certain)
        result = derived(self, symbol, kind)
        if symbol == "+" and kind == "str":
            theirs = as_text(other) if type(other) is Placeholder else other
            result._witness_facts.text = theirs + as_text(self) if reflected else as_text(self) + theirs
        return result

    return operation


def _compared(function, symbol):
    def operation(self, other):
        facts = self._witness_facts
        facts.world.touch(facts)
        check_order(facts, function, symbol, other)
        theirs = facts_of(other)
        return theirs is None or facts.line <= theirs.line

    return operation


def check_order(facts, function, symbol, other):
    """Raises where no value could be ordered with `other`."""
    if other is None:
        raise TypeError("'%s' not supported between instances of '%s' and 'NoneType'" % (symbol, facts.type))
    if facts.certain is not None and type(other) is not Placeholder:
        check_sample(facts, lambda sample: function(sample, other))


for _name, _symbol in {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@",
    "lshift": "<<", "rshift": ">>", "and_": "&", "or_": "|", "xor": "^",
}.items():  # fmt: skip
    _plain = _name.strip("_")
    setattr(Placeholder, "__%s__" % _plain, _binary(getattr(operator, _name), _symbol, False))
    setattr(Placeholder, "__r%s__" % _plain, _binary(getattr(operator, _name), _symbol, True))
    setattr(Placeholder, "__i%s__" % _plain, _binary(getattr(operator, _name), _symbol, False))
for _name, _symbol in {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}.items():
    setattr(Placeholder, "__%s__" % _name, _compared(getattr(operator, _name), _symbol))
for _name in ("neg", "pos", "abs", "invert"):
    setattr(Placeholder, "__%s__" % _name, lambda self, _name=_name: derived(self, _name, self._witness_facts.certain))
setattr(Placeholder, "__divmod__", lambda self, other: (derived(self, "//"), derived(self, "%")))
setattr(Placeholder, "__rdivmod__", lambda self, other: (derived(self, "//"), derived(self, "%")))
