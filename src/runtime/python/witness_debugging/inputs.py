"""Inputs like those of the tests, to see where programs that pass them differ."""

import ast

_MOST = 80
_LONGEST = 400
_MOST_OF_OBJECT = 8
_NONE = object()


def varied_calls(request):
    """`request`: {calls}, texts of calls. Texts of calls that are none of these, with one literal in them varied or two arguments
    exchanged."""
    own, varied = set(), []
    for text in request["calls"]:
        call = _parsed(text)
        if isinstance(call, ast.Call):
            own.add(ast.unparse(call))
            varied.append(list(_variants(call)))
    # One of each in turn, so that all calls have their share.
    turns = [text for turn in range(max(map(len, varied), default=0)) for texts in varied for text in texts[turn : turn + 1]]
    return [text for text in dict.fromkeys(turns) if text not in own and len(text) <= _LONGEST][:_MOST]


def _parsed(text):
    try:
        return ast.parse(text, mode="eval").body
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _variants(call):
    """Texts; those that vary the object, the first argument, the second, … take turns."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    owner = getattr(call.func, "value", None)
    kept = [ast.unparse(node) for node in (call.func, *given)]
    method = [] if owner is None else ["%s.%s" % (other, call.func.attr) for other in _near_texts(owner)]
    near = [method, *map(_near_texts, given)]
    for turn in range(max(map(len, near))):
        for place, others in enumerate(near):
            for other in others[turn : turn + 1]:
                yield _written(call, [other if i == place else text for i, text in enumerate(kept)])
    for place in range(1, len(kept) - 1):
        if type(_value(given[place - 1])) is type(_value(given[place])) and kept[place] != kept[place + 1]:
            yield _written(call, [*kept[:place], kept[place + 1], kept[place], *kept[place + 2 :]])


def _written(call, texts):
    called, *given = texts
    count = len(call.args)
    named = ["%s=%s" % (keyword.arg, text) for keyword, text in zip(call.keywords, given[count:])]
    return "%s(%s)" % (called, ", ".join([*given[:count], *named]))


def _near_texts(node):
    """Of a literal, others; of a call, its variants."""
    if isinstance(node, ast.Call):
        return list(_variants(node))[:_MOST_OF_OBJECT]
    value = _value(node)
    return [] if value is _NONE else [repr(other) for other in _near(value, 2)]


def _value(node):
    """`_NONE` where it is no literal."""
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _NONE


def _near(value, depth):
    """Other values of the same kind, the nearest first, none twice."""
    found = {repr(other): other for other in _others(value, depth)}
    found.pop(repr(value), None)
    return list(found.values())


def _others(value, depth):
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1, value * 2, value // 2, 0, 1, 2, value + 10, 3, value * 3 + 1, 5]
    if isinstance(value, float):
        return [value + 1, value - 1, value * 2, value / 2, 0.0, 0.5]
    if isinstance(value, str):
        return _texts(value)
    if isinstance(value, (list, tuple)):
        return _sequences(value, depth)
    if isinstance(value, (set, frozenset)):
        return [type(value)(items) for items in _sequences(sorted(value, key=repr), depth)]
    if isinstance(value, dict):
        items = list(value.items())
        changed = [dict([*items[:i], (key, other), *items[i + 1 :]]) for i, (key, kept) in enumerate(items[:3]) for other in _near(kept, depth - 1)[:2]]
        return [dict(items[1:]), dict(items[:-1]), dict(items[::-1]), *changed]
    return []


def _texts(text):
    middle = len(text) // 2
    inserted = [text[:middle] + more + text[middle:] for more in _characters(text)]
    return [text[1:], text[:-1], text[::-1], text + text[:1], *inserted, text.swapcase(), text + text, text[:1], ""]


def _characters(text):
    """What texts like this one may hold, first what this one does not."""
    kinds = {"a": str.islower, "B": str.isupper, "7": str.isdigit, " ": str.isspace}
    if text.isdigit():
        return ["7", "0"]
    return sorted(kinds, key=lambda more: any(map(kinds[more], text)))


def _sequences(value, depth):
    kind = type(value)
    near = [value[1:], value[:-1], value[::-1], value + value[:1]]
    if depth > 0:
        for i in dict.fromkeys((0, len(value) // 2, len(value) - 1)) if value else ():
            near += [kind([*value[:i], other, *value[i + 1 :]]) for other in _near(value[i], depth - 1)[:4]]
    return [*near, value + value, value[:1], kind()]
