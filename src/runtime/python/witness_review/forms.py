"""Forms of values, by which two versions are compared: sets in order, no addresses, floats to twelve digits."""

import types

_MOST_ITEMS = 500
_DEPTH = 12
_NAMED = (types.FunctionType, types.BuiltinFunctionType, type, types.ModuleType, types.MethodType)


class Fields(dict):
    """The fields of an object by their names."""


def form_of(value, depth=0, seen=None):
    """Texts, tuples of forms, and Fields."""
    seen = seen or {}
    if value is None or isinstance(value, (bool, int, str, bytes)):
        return repr(value)
    if isinstance(value, float):
        return "%.12g" % value
    if id(value) in seen or depth > _DEPTH:
        return "<again %s>" % seen.get(id(value), "")
    inside = {**seen, id(value): len(seen)}

    def of(part):
        return form_of(part, depth + 1, inside)

    kind = type(value).__name__
    if isinstance(value, (list, tuple)):
        return (kind, *map(of, value[:_MOST_ITEMS]))
    if isinstance(value, (set, frozenset)):
        return (kind, *sorted(map(of, value), key=repr))
    if isinstance(value, dict):
        return (kind, *((of(key), of(item)) for key, item in value.items()))
    if isinstance(value, _NAMED):
        return "<%s %s>" % (kind, getattr(value, "__name__", ""))
    try:
        fields = vars(value)
    except TypeError:
        return _without_addresses(value)
    return (kind, Fields({name: of(fields[name]) for name in sorted(fields)}))


def alike(one, other):
    """Whether forms are the same. Of objects the fields count that both have: what a class keeps for itself may change."""
    return difference(one, other) is None


def difference(one, other):
    """What the first form has where the second has something else, as a text; None where they are alike."""
    if isinstance(one, Fields) and isinstance(other, Fields):
        parts = ((name, difference(one[name], other[name])) for name in one if name in other)
        return next(("%s=%s" % (name, text) for name, text in parts if text is not None), None)
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return next((text for text in map(difference, one, other) if text is not None), None)
    return None if one == other else shown(one)


def shown(form):
    """A form for people."""
    if isinstance(form, Fields):
        return ", ".join("%s=%s" % (name, shown(part)) for name, part in form.items())
    if isinstance(form, tuple):
        return "%s(%s)" % (form[0], ", ".join(map(shown, form[1:]))) if form and isinstance(form[0], str) else ", ".join(map(shown, form))
    return form


def _without_addresses(value):
    try:
        text = repr(value)
    except Exception:
        text = ""
    return "<%s>" % type(value).__name__ if " at 0x" in text else text
