"""Frames that can be suspended: how the instrumented code of a generator or coroutine says which one goes on."""

import ast

from .events import DELEGATING, LEAVE, SUSPENDED
from .nodes import append, call, constant, statement, use_position
from .probing import silently

_SUSPENDING = (ast.Yield, ast.YieldFrom, ast.Await)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def suspends(node):
    """Whether the node, in its own frame, may hand over control: yield, yield from, await, async for and with."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, _SUSPENDING) or isinstance(current, (ast.AsyncFor, ast.AsyncWith)):
            return True
        if not isinstance(current, _DEFINITIONS):
            stack.extend(ast.iter_child_nodes(current))
    return False


class PlainFrame:
    """A frame that runs to its end."""

    def entered(self, position):
        return []

    def number(self):
        return []

    def left(self, position):
        return statement(append(constant(LEAVE)), position)


class GeneratorFrame(PlainFrame):
    """A frame whose number, which is the event that it goes on, the recorder keeps: a variable of the frame, under
    whatever name, would be seen by a program that looks at all of them."""

    def entered(self, position):
        return silently([statement(call("generator_entered"), position)], position)

    def number(self):
        return [call("generator")]

    def left(self, position):
        return statement(call("generator_left"), position)


def frame_of(body, kind):
    """How the frame of a function's or class's body is entered and left."""
    if kind == "module" or not any(suspends(node) for node in body):
        return PlainFrame()
    return GeneratorFrame()


def suspending_yield(node, frame):
    """The expression `yield`, with what it logs before and after."""
    node.value = _then(node.value or constant(None), append(constant(SUSPENDED)), node)
    return _then(node, append(*frame.number()), node)


def delegating(node, frame):
    """The expression `await` or `yield from`, with what it logs before and after."""
    node.value = _then(node.value, append(constant(DELEGATING)), node)
    return _then(node, append(*frame.number()), node)


def yield_statement(node, frame):
    """A statement that is a `yield` of what needs no evaluation: its events are statements of their own."""
    return [
        statement(append(constant(SUSPENDED)), node),
        node,
        statement(append(*frame.number()), node),
    ]


def _then(value, logged, position):
    """An expression with the value of the first, after which the second is evaluated."""
    both = ast.Tuple(elts=[value, logged], ctx=ast.Load())
    return use_position(ast.Subscript(value=both, slice=constant(0), ctx=ast.Load()), position)
