"""How functions, classes, exceptions and the program's own objects are written: by their names, and by the fields that
stand in the instance dictionary and the slots."""

import types

from .arrays import fields_of_array, scalar_of
from .containers import write_items
from .inspection import class_attribute, dict_of_type, fields_of, instance_dict, name_of
from .writing import MAX_DEPTH


def _write_function(value, text, depth):
    text.add("<function %s>" % value.__qualname__)


def _write_builtin(value, text, depth):
    text.add("<built-in %s>" % value.__name__)


def _write_method(value, text, depth):
    function = value.__func__
    name = function.__qualname__ if type(function) is types.FunctionType else "?"
    text.add("<bound method %s>" % name)


def _write_module(value, text, depth):
    name = types.ModuleType.__getattribute__(value, "__dict__").get("__name__")
    text.add("<module %s>" % (name if type(name) is str else "?"))


def _write_class(value, text, depth):
    module = dict_of_type(value).get("__module__")
    name = name_of(value)
    text.add("<class '%s'>" % (name if module in ("builtins", None) or type(module) is not str else module + "." + name))


def _write_running(value, text, depth):
    text.add("<%s %s>" % (name_of(type(value)), value.__qualname__))


def _write_exception(value, text, depth):
    arguments = BaseException.args.__get__(value)
    text.add(name_of(type(value)) + "(")
    write_items(tuple.__iter__(arguments), len(arguments), text, depth)
    text.add(")")


def write_subclass(value, base, text, depth):
    """An instance of a program's subclass of a built-in: named tuples and enum members as such, else Name(content)."""
    kind = type(value)
    name = name_of(kind)
    if base is BaseException:
        _write_exception(value, text, depth)
        return
    if base is type:
        _write_class(value, text, depth)
        return
    if base is tuple:
        fields = class_attribute(kind, "_fields")
        if type(fields) is tuple and len(fields) == tuple.__len__(value) and all(type(f) is str for f in fields):
            _write_fields(name, zip(fields, tuple.__iter__(value)), value, text, depth)
            return
    if _write_enum_member(value, name, text):
        return
    text.add(name + "(")
    text.style.writers[base](value, text, depth + 1)
    text.add(")")


def write_object(value, text, depth):
    """An instance of a class that no built-in type is a base of."""
    kind = type(value)
    name = name_of(kind)
    if _write_enum_member(value, name, text):
        return
    scalar = scalar_of(value, kind)
    if scalar is not None:
        text.add(name + "(")
        text.write(scalar[0], depth + 1)
        text.add(")")
        return
    fields = fields_of_array(value, kind) or fields_of(value, kind)
    if fields is None:
        text.add("<%s>" % name)
        return
    _write_fields(name, fields, value, text, depth)


def _write_enum_member(value, name, text):
    own = instance_dict(value)
    if own is None:
        return False
    member = own.get("_name_")
    if type(member) is not str or "_value_" not in own:
        return False
    text.add(name + "." + member)
    return True


def _write_fields(name, fields, value, text, depth):
    identity = id(value)
    if identity in text.open or depth >= MAX_DEPTH:
        text.add(name + "(...)")
        return
    text.open.add(identity)
    text.add(name + "(")
    first = True
    for field, item in fields:
        if not first:
            text.add(", ")
        first = False
        text.add((field if type(field) is str else "?") + "=")
        text.write_named(field, item, depth + 1)
    text.add(")")
    text.open.discard(identity)


WRITERS = {
    types.FunctionType: _write_function,
    types.BuiltinFunctionType: _write_builtin,
    types.MethodType: _write_method,
    types.ModuleType: _write_module,
    type: _write_class,
    types.GeneratorType: _write_running,
    types.CoroutineType: _write_running,
    types.AsyncGeneratorType: _write_running,
    BaseException: _write_exception,
}
