"""The function that is compared, as each version has it, and what calls of both may give."""

import inspect
from typing import NamedTuple, Optional

from .calls import split


class NotComparable(Exception):
    """Says why."""


class Target(NamedTuple):
    """`parameters`: those that a caller gives. Of a method: `owner`, the expression of its class, `constructor`, what that takes,
    and `bound`, whether the class itself is what the method is called on."""

    parameters: list
    owner: Optional[str] = None
    constructor: tuple = ()
    bound: bool = False


def found(module, path):
    """The function of a dotted path in a module."""
    holder, here = None, module
    names = path.split(".")
    for name in names:
        holder, here = here, inspect.getattr_static(here, name, None)
    if isinstance(here, property):
        raise NotComparable("it is a property")
    bound = isinstance(here, (staticmethod, classmethod))
    if not callable(here) and not bound:
        raise NotComparable("it is defined inside of another function, or under a condition")
    if not inspect.isclass(holder):
        return Target(_parameters(here))
    owner = ".".join(names[:-1])
    if bound:
        return Target(_parameters(getattr(holder, names[-1])), owner, (), True)
    constructor = _parameters(holder.__init__)[1:] if holder.__init__ is not object.__init__ else ()
    return Target(_parameters(here)[1:], owner, constructor)


def _parameters(function):
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        raise NotComparable("its parameters are not known") from None


def common(old, new):
    """The parameters that both versions have, in the same order; others have to have a default."""
    names = [{parameter.name for parameter in each} for each in (old, new)]
    for parameter in (*old, *new):
        is_optional = parameter.default is not parameter.empty or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        if not is_optional and not all(parameter.name in each for each in names):
            raise NotComparable("it takes other arguments than before")
    common = [parameter for parameter in old if parameter.name in names[1]]
    after = [parameter for parameter in new if parameter.name in names[0]]
    if [(p.name, p.kind) for p in common] != [(p.name, p.kind) for p in after]:
        raise NotComparable("its parameters are in another order")
    for each in (old, new):
        kept = [p.name in names[0] and p.name in names[1] for p in each if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        if False in kept and True in kept[kept.index(False) :]:
            raise NotComparable("a parameter has come or gone before others")
    return common


def fits(call, parameters):
    """Whether a known call gives nothing but what both versions take."""
    names = {parameter.name for parameter in parameters}
    kinds = {parameter.kind for parameter in parameters}
    heads = [split(argument)[0][:-1] for argument in call.arguments]
    places = sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters)
    takes_any = inspect.Parameter.VAR_POSITIONAL in kinds, inspect.Parameter.VAR_KEYWORD in kinds
    if heads.count("") > places and not takes_any[0]:
        return False
    return takes_any[1] or all(head == "" or head in names for head in heads)
