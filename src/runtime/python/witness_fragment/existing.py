"""Values that exist outside of the fragment: what recordings kept, and what tests and other code pass.

They come as text. A complete value's text is a literal; an object's says its class and attributes, `Order(price=3)`."""

import ast
import re

from .placeholder import Facts, Placeholder

_KINDS = {"NoneType": "None", "bool": "bool", "str": "str", "int": "int", "float": "float", "list": "list", "tuple": "tuple",
          "set": "set", "frozenset": "set", "dict": "dict"}  # fmt: skip
_ANY = ("object", "callable", "resource")
_MAX_TEXT = 4000
_WITHOUT_TEXT = re.compile(r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|<[A-Za-z_][^<>]*(?:<[^<>]*>[^<>]*)*>")


class Unusable(Exception):
    """A text that tells no value."""


class Existing:
    """`known`: {key: [{text, source, isCode}]}, in the order of preference; `calls`: {name of a function: [{text,
    source}]}. `resolve(name)` gives a tuple with what a name really is, or None."""

    def __init__(self, world, known, calls, resolve):
        self.world = world
        self.known = dict(known)
        self.calls = dict(calls)
        self.resolve = resolve

    def learn(self, function, names):
        """Takes in what calls pass for the parameters of a function."""
        for entry in self.calls.pop(function, ()):
            for name, node in _passed(names, entry["text"]):
                key = "%s:%s" % (function, name)
                found = {"text": ast.unparse(node), "source": entry["source"], "isCode": True}
                self.known[key] = [*self.known.get(key, ()), found]

    def value(self, facts):
        """A tuple with the first value that can be had and agrees with what is written down about the type; or None.
        The facts are told where it is from."""
        for entry in self.known.get(facts.key, ()):
            try:
                value = _Reading(self, facts, entry["isCode"]).value(_parsed(entry["text"]))
            except Exception:
                continue
            if self._agrees(facts.key, value):
                facts.given = entry["text"]
                facts.source = entry["source"]
                facts.given_type = type(value).__name__ if type(value) is not Placeholder else facts.type
                return (value,)
        return None

    def attributes(self, facts):
        """{name: value} of an object that was recorded under the facts' key, which are told where it is from; None
        where none was."""
        for entry in self.known.get(facts.key, ()):
            try:
                call = _parsed(entry["text"])
            except SyntaxError:
                continue
            if not isinstance(call, ast.Call) or call.args or not call.keywords or entry["isCode"]:
                continue
            found = {}
            for keyword in call.keywords:
                try:
                    found[keyword.arg] = _Reading(self, facts, False).value(keyword.value)
                except Exception:
                    continue
            facts.source = "%s, %s" % (facts.source, entry["source"])
            return found
        return None

    def real(self, path):
        """What a dotted name really is; None where it is not there."""
        first, *rest = path.split(".")
        found = self.resolve(first)
        value = found[0] if found is not None else None
        for name in rest:
            value = getattr(value, name, None)
        return None if type(value) is Placeholder else value

    def _agrees(self, key, value):
        inference = self.world.inference
        if inference.source(key) != "annotation":
            return True
        wanted, kind = inference.ranked(key)[0][0], _KINDS.get(type(value).__name__, "object")
        return wanted in _ANY or wanted == kind or (wanted == "float" and kind == "int")


class _Reading:
    """Reads one text. `is_code`: calls in it are calls; else they tell of which class an object is and what it holds."""

    def __init__(self, existing, facts, is_code):
        self.existing = existing
        self.facts = facts
        self.is_code = is_code

    def value(self, node):
        if isinstance(node, ast.Constant):
            if node.value is Ellipsis:
                raise Unusable
            return node.value
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            kind = {ast.List: list, ast.Tuple: tuple, ast.Set: set}[type(node)]
            return kind([self.value(item) for item in node.elts])
        if isinstance(node, ast.Dict):
            return {self.value(k): self.value(v) for k, v in zip(node.keys, node.values)}
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            return self._called(node)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self._named(node)
        return ast.literal_eval(node)

    def _called(self, node):
        kind = self.existing.real(ast.unparse(node.func))
        if self.is_code or node.args or not node.keywords:
            if kind is None:
                raise Unusable
            return kind(*[self.value(a) for a in node.args], **{k.arg: self.value(k.value) for k in node.keywords})
        attributes = {k.arg: self.value(k.value) for k in node.keywords}
        return self._likeness(kind, attributes) if isinstance(kind, type) else self._stand_in(node, attributes)

    @staticmethod
    def _likeness(kind, attributes):
        """An object of a real class with the attributes that were seen."""
        value = kind.__new__(kind)
        for name, held in attributes.items():
            object.__setattr__(value, name, held)
        return value

    def _stand_in(self, node, attributes):
        """An object of a class that is not there."""
        facts = self.facts
        value = Placeholder(Facts(facts.world, "element", ast.unparse(node.func), facts.key, facts.line, facts))
        value._witness_facts.attributes.update(attributes)
        return value

    def _named(self, node):
        name = ast.unparse(node)
        if name in ("nan", "inf"):
            return float(name)
        value = self.existing.real(name)
        if value is None:
            raise Unusable
        return value


def is_literal(text):
    """Whether a text is an expression that needs nothing but Python."""
    try:
        ast.literal_eval(text)
        return True
    except Exception:
        return False


def _passed(names, text):
    """(parameter, expression) of a call's arguments; of a method's, its object is none of them."""
    try:
        call = ast.parse(text, mode="eval").body
    except SyntaxError:
        return
    if not isinstance(call, ast.Call) or any(isinstance(a, ast.Starred) for a in call.args):
        return
    yield from zip(names[1:] if names[:1] in (["self"], ["cls"]) else names, call.args)
    yield from ((k.arg, k.value) for k in call.keywords if k.arg)


def _parsed(text):
    """The tree of a value's text: what was left out of it is gone, what has no text is an ellipsis."""
    if len(text) > _MAX_TEXT:
        raise SyntaxError
    plain = _WITHOUT_TEXT.sub(lambda found: found.group(1) or "...", text)
    plain = re.sub(r",?\s*…(?=\s*[\])}])", "", plain) if "…" in plain else plain
    try:
        return ast.parse(plain, mode="eval").body
    except SyntaxError:
        return ast.parse(_closed(plain), mode="eval").body


def _closed(text):
    """A text that was cut, up to the last of its outermost parts that is whole."""
    open_brackets, whole, quote, skip = [], 0, "", False
    for place, letter in enumerate(text):
        if skip:
            skip = False
        elif quote:
            skip = letter == "\\"
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "([{":
            open_brackets.append(letter)
        elif letter in ")]}" and open_brackets:
            open_brackets.pop()
        elif letter == "," and len(open_brackets) == 1:
            whole = place
    if not open_brackets or not whole:
        raise SyntaxError
    return text[:whole] + {"(": ")", "[": "]", "{": "}"}[open_brackets[0]]
