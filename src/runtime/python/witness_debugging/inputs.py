"""Inputs like those of the tests, to see where programs that pass them differ."""

import ast

_MOST = 40


def varied_calls(request):
    """`request`: {source, tests}. Calls of the program's functions that stand in the tests with literal arguments, and the
    same with one argument varied, as texts; the tests' own ones are not among them."""
    defined = {node.name for node in ast.parse(request["source"]).body if isinstance(node, ast.FunctionDef)}
    own, varied = set(), []
    for test in request["tests"]:
        for call in _calls(test, defined):
            own.add(ast.unparse(call))
            varied.append(list(_variants(call)))
    # One of each in turn, so that all tests have their share.
    turns = [text for turn in range(max(map(len, varied), default=0)) for texts in varied for text in texts[turn : turn + 1]]
    return [text for text in dict.fromkeys(turns) if text not in own][:_MOST]


def _calls(test, defined):
    for node in ast.walk(ast.parse(test)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in defined:
            if not node.keywords and all(_literal(argument) is not None for argument in node.args):
                yield node


def _literal(node):
    """(value,), or None where it is no literal."""
    try:
        return (ast.literal_eval(node),)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _variants(call):
    values = [ast.literal_eval(argument) for argument in call.args]
    for place, value in enumerate(values):
        for other in _near(value, 1):
            arguments = [repr(other if i == place else kept) for i, kept in enumerate(values)]
            yield "%s(%s)" % (call.func.id, ", ".join(arguments))


def _near(value, depth):
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        return [value + 1, value - 1, value * 2, value // 2, 0]
    if isinstance(value, str):
        return [value[1:], value[:-1], value[::-1], value + value[:1], value.swapcase()]
    if isinstance(value, (list, tuple)):
        kind = type(value)
        near = [value[1:], value[:-1], value[::-1], value + value[:1]]
        if depth > 0:
            for i, item in list(enumerate(value))[:3]:
                near += [kind([*value[:i], other, *value[i + 1 :]]) for other in _near(item, depth - 1)[:2]]
        return near
    if isinstance(value, dict):
        return [dict(list(value.items())[1:]), dict(list(value.items())[:-1])]
    return []
