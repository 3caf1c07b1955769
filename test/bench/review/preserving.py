"""Changes programs so that they do the same as before. Reads programs as JSON lines {name, source}, writes {name, kind, old, new}.

Nothing of a program is run. Both versions are printed from syntax trees, so that they differ in nothing else."""

import ast
import copy
import json
import sys


class _Change(Exception):
    pass


def rename(function, module):
    """A variable gets another name."""
    bound = {part.id for part in ast.walk(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    parameters = {part.arg for part in ast.walk(function) if isinstance(part, ast.arg)}
    special = {name for part in ast.walk(function) if isinstance(part, (ast.Global, ast.Nonlocal)) for name in part.names}
    nested = any(isinstance(part, (ast.FunctionDef, ast.Lambda)) for part in ast.walk(function) if part is not function)
    names = sorted(bound - parameters - special)
    if not names or nested:
        raise _Change
    for part in ast.walk(function):
        if isinstance(part, ast.Name) and part.id == names[0]:
            part.id = "renamed_" + names[0]


def extract(function, module):
    """What is returned is computed by a function of its own."""
    parameters = {part.arg for part in ast.walk(function) if isinstance(part, ast.arg)}
    bound = {part.id for part in ast.walk(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    inner = {part.name for part in ast.walk(function) if isinstance(part, ast.FunctionDef) and part is not function}
    for statement in ast.walk(function):
        if not isinstance(statement, ast.Return) or not isinstance(statement.value, (ast.BinOp, ast.Compare, ast.Call, ast.BoolOp, ast.IfExp)):
            continue
        parts = list(ast.walk(statement.value))
        if any(isinstance(part, (ast.comprehension, ast.Lambda, ast.Yield, ast.NamedExpr, ast.Await)) for part in parts):
            continue
        names = sorted({part.id for part in parts if isinstance(part, ast.Name)} & (parameters | bound))
        if {part.id for part in parts if isinstance(part, ast.Name)} & inner:
            continue
        arguments = ast.arguments(posonlyargs=[], args=[ast.arg(arg=name) for name in names], kwonlyargs=[], kw_defaults=[], defaults=[])
        helper = ast.FunctionDef(name="_result_of_" + function.name, args=arguments, body=[ast.Return(statement.value)], decorator_list=[], type_params=[])
        call = ast.Call(func=ast.Name(helper.name, ast.Load()), args=[ast.Name(name, ast.Load()) for name in names], keywords=[])
        statement.value = call
        module.body.insert(module.body.index(function), helper)
        return
    raise _Change


def reorder(function, module):
    """Two assignments of constants change places."""
    for body in _bodies(function):
        for at in range(len(body) - 1):
            pair = body[at : at + 2]
            if all(isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name) and _is_constant(item.value) for item in pair):
                if pair[0].targets[0].id != pair[1].targets[0].id:
                    body[at : at + 2] = pair[::-1]
                    return
    raise _Change


def loop(function, module):
    """A list comprehension becomes a loop."""
    used = {part.id for part in ast.walk(function) if isinstance(part, ast.Name)}
    for body in _bodies(function):
        for at, statement in enumerate(body):
            value = getattr(statement, "value", None)
            if not isinstance(statement, (ast.Return, ast.Assign)) or not isinstance(value, ast.ListComp) or len(value.generators) != 1:
                continue
            (generator,) = value.generators
            own = {part.id for part in ast.walk(generator.target) if isinstance(part, ast.Name)}
            elsewhere = [part for other in _bodies(function) for item in other if item is not statement for part in ast.walk(item)]
            if "collected" in used or own & {part.id for part in elsewhere if isinstance(part, ast.Name)} or generator.is_async:
                continue
            add = ast.Expr(ast.Call(ast.Attribute(ast.Name("collected", ast.Load()), "append", ast.Load()), [value.elt], []))
            inner = [add]
            for test in reversed(generator.ifs):
                inner = [ast.If(test, inner, [])]
            start = ast.Assign([ast.Name("collected", ast.Store())], ast.List([], ast.Load()))
            statement.value = ast.Name("collected", ast.Load())
            body[at:at] = [start, ast.For(generator.target, generator.iter, inner, [])]
            return
    raise _Change


def invert(function, module):
    """A condition is turned around, and its branches change places."""
    for part in ast.walk(function):
        if isinstance(part, ast.If) and part.orelse and not isinstance(part.orelse[0], ast.If):
            part.test = ast.UnaryOp(ast.Not(), part.test)
            part.body, part.orelse = part.orelse, part.body
            return
    raise _Change


def early(function, module):
    """What stood in an `else` behind a return stands behind the `if`."""
    for body in _bodies(function):
        for at, statement in enumerate(body):
            if isinstance(statement, ast.If) and statement.orelse and isinstance(statement.body[-1], ast.Return):
                body[at + 1 : at + 1] = statement.orelse
                statement.orelse = []
                return
    raise _Change


def _bodies(node):
    for part in ast.walk(node):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(part, name, None)
            if isinstance(body, list) and body:
                yield body


def _is_constant(node):
    return isinstance(node, ast.Constant) or (isinstance(node, (ast.List, ast.Tuple, ast.Dict)) and not ast.dump(node).count("Name("))


def _changed(source, change):
    """(old, new), or None where there is nothing of the kind in it."""
    module = ast.parse(source)
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef):
            try:
                other = copy.deepcopy(module)
                change(next(item for item in other.body if getattr(item, "name", None) == statement.name), other)
            except _Change:
                continue
            return ast.unparse(module) + "\n", ast.unparse(ast.fix_missing_locations(other)) + "\n", statement.name
    return None


for line in sys.stdin:
    program = json.loads(line)
    for kind in (rename, extract, reorder, loop, invert, early):
        found = _changed(program["source"], kind)
        if found is not None:
            old, new, name = found
            print(json.dumps({"name": program["name"], "kind": kind.__name__, "function": name, "old": old, "new": new}))
