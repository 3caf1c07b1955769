"""Runs what runs only when it is asked, and looks up built-in names."""

import asyncio
import builtins
import sys
import types


def run_coroutine(value):
    """Drives what an `await` at the top of a fragment made of it."""
    try:
        value.send(None)
    except StopIteration as end:
        return end.value
    value.close()
    return None


def drive(value):
    """Runs what a call gave that runs only when it is asked: a generator or a coroutine."""
    if isinstance(value, types.GeneratorType):
        for _, _ in zip(range(20), value):
            pass
    elif isinstance(value, types.CoroutineType):
        asyncio.run(_bounded(value))
    elif isinstance(value, types.AsyncGeneratorType):
        asyncio.run(_bounded(_first_of(value)))
    return value


async def _bounded(value):
    return await asyncio.wait_for(value, 1)


async def _first_of(generator):
    count = 0
    async for _ in generator:
        count += 1
        if count >= 20:
            break


def builtins_for(world):
    """Built-in names, with a placeholder for each that is not there."""

    class Names(dict):
        def __missing__(self, name):
            if name.startswith("__") and name.endswith("__") and name != "__file__":
                raise KeyError(name)
            line = sys._getframe(1).f_lineno
            value = world.missing_name(name, line)
            world.namespace[name] = value
            return value

    return Names(vars(builtins))
