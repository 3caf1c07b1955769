"""Small builders of syntax-tree nodes. Positions are those of the program's own statement beside them."""

import ast
import sys

#: How a marker starts, see `runtime_object`.
MARK = "witness "
#: How the names of numbered markers start, see template.py.
PROBE, CODE, WARMING = "probe ", "code ", "warming "


def nowhere(otherwise):
    """A position without a line, for statements of ours that run when a frame is left: a debugger does not see them.
    Where Python knows no such thing (3.9), that of another node."""
    if sys.version_info < (3, 10):
        return otherwise
    return ast.Pass(lineno=-1, end_lineno=-1, col_offset=-1, end_col_offset=-1)


def constant(value):
    return ast.Constant(value=value)


def name(identifier, context=None):
    return ast.Name(id=identifier, ctx=context or ast.Load())


def runtime_object(which):
    """A marker for an object of ours; template.py puts the object itself into the compiled code's constants."""
    return constant(frozenset({MARK + which}))


def call(which, *arguments):
    return ast.Call(func=runtime_object(which), args=list(arguments), keywords=[])


def code_marker(number):
    """A marker for the event that a code of the module stands for."""
    return runtime_object(CODE + str(number))


def log(code):
    """Appends the event of a code to the order of what happens. An expression; its value is None."""
    return append(code_marker(code))


def append(event):
    """As `log`, of an event that an expression gives."""
    return ast.Call(func=attribute("events", "append"), args=[event], keywords=[])


def attribute(which, field):
    return ast.Attribute(value=runtime_object(which), attr=field, ctx=ast.Load())


def if_(test, body, orelse=()):
    return ast.If(test=test, body=list(body), orelse=list(orelse))


def statement(expression, position):
    return use_position(ast.Expr(value=expression), position)


def use_position(node, position):
    """Gives a node, and what is in it and has none yet, the start of another node as its position. What is in a node
    that has one has one, too: it is not looked at again, or nested suites would be looked at once for each level."""
    stack = [node]
    while stack:
        current = stack.pop()
        if "lineno" in current._attributes:
            if getattr(current, "lineno", 0):
                continue
            current.lineno = current.end_lineno = position.lineno
            current.col_offset = position.col_offset
            current.end_col_offset = position.col_offset
        for field in current._fields:
            value = getattr(current, field, None)
            if type(value) is list:
                stack.extend([item for item in value if isinstance(item, ast.AST)])
            elif isinstance(value, ast.AST):
                stack.append(value)
    return node
