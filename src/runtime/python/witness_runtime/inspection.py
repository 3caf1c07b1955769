"""Types and instances read past any code of the program: no metaclass, property or `__getattr__` is asked."""

from types import GetSetDescriptorType, MemberDescriptorType

mro_of = type.__dict__["__mro__"].__get__
name_of = type.__dict__["__name__"].__get__
dict_of_type = type.__dict__["__dict__"].__get__


def class_attribute(kind, name):
    """A class attribute found without any `__getattr__`."""
    for base in mro_of(kind):
        own = dict_of_type(base)
        if name in own:
            return own[name]
    return None


def instance_dict(value):
    for base in mro_of(type(value)):
        getter = dict_of_type(base).get("__dict__")
        if type(getter) is GetSetDescriptorType and base is not type:
            try:
                own = getter.__get__(value)
            except (TypeError, AttributeError):
                return None
            return own if type(own) is dict else None
    return None


def fields_of(value, kind):
    """Pairs of name and value from the instance dictionary and the slots; None where the type keeps them in C."""
    own = instance_dict(value)
    fields = list(own.items()) if own is not None else []
    slotted = False
    for base in mro_of(kind):
        slots = dict_of_type(base).get("__slots__")
        if slots is None:
            continue
        for name, member in list(dict_of_type(base).items()):
            if type(member) is MemberDescriptorType:
                slotted = True
                try:
                    fields.append((name, member.__get__(value)))
                except AttributeError:
                    pass
    return fields if own is not None or slotted else None
