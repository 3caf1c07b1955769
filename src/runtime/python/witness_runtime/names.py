"""Which names a statement reads and writes, which surely have a value, and which are shown."""

import ast

#: At most this many names are handed to one probe, those of the block itself first.
MAX_NAMES = 40


def split_preamble(body, kind):
    """The docstring and `from __future__` imports, which must stay first, and the rest."""
    split = 0
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        split = 1 if isinstance(body[0].value.value, str) else 0
    if kind == "module":
        while split < len(body) and isinstance(body[split], ast.ImportFrom) and body[split].module == "__future__":
            split += 1
    return body[:split], body[split:]


def parameter_names(arguments):
    every = [*arguments.posonlyargs, *arguments.args]
    names = [argument.arg for argument in every]
    if arguments.vararg:
        names.append(arguments.vararg.arg)
    names.extend(argument.arg for argument in arguments.kwonlyargs)
    if arguments.kwarg:
        names.append(arguments.kwarg.arg)
    return names


def own_nodes(node):
    """The node and what is nested in it, without the bodies of functions, classes, lambdas and comprehensions; but with
    the names that `:=` in a comprehension binds, which are those of the function around it."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if isinstance(current, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(current, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            stack.append(current.generators[0].iter)
            stack.extend(inner.target for inner in ast.walk(current) if isinstance(inner, ast.NamedExpr))
            continue
        stack.extend(reversed(list(ast.iter_child_nodes(current))))


def names_assigned(body):
    """Names that the statements assign, anywhere in them, but for imports and definitions."""
    names = {}
    for node in body:
        for inner in own_nodes(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                names[inner.id] = None
    return names


def note_names(node, names, bound):
    read = {}
    for inner in own_nodes(node):
        if isinstance(inner, ast.Name):
            if isinstance(inner.ctx, ast.Store):
                names.pop(inner.id, None)
                names[inner.id] = True
                bound.add(inner.id)
            elif isinstance(inner.ctx, ast.Load) and inner.id in bound:
                read[inner.id] = False
    for key in read:
        names.setdefault(key, False)


def names_to_show(names, bound, scope):
    """Names for a probe: those the run wrote, those it read, then all others that surely have a value."""
    written = [key for key, wrote in names.items() if wrote is not False]
    read = [key for key, wrote in names.items() if wrote is False]
    others = [] if not written and not read and scope.kind != "function" else sorted(bound)
    ordered = dict.fromkeys([*written, *read, *others])
    return [key for key in ordered if not (key.startswith("__") and key.endswith("__"))][:MAX_NAMES]


def keep_common(bound, branches):
    """Names bound after one of several branches: those bound at the end of each that can reach the join."""
    reaching = [names for body, names in branches if not never_falls_through(body)]
    if reaching:
        common = set.intersection(*reaching)
        bound.clear()
        bound.update(common)


def never_falls_through(body):
    return bool(body) and isinstance(body[-1], (ast.Return, ast.Raise, ast.Break, ast.Continue))


def captures(pattern):
    names = []
    for inner in ast.walk(pattern):
        captured = getattr(inner, "name", None) or getattr(inner, "rest", None)
        if isinstance(captured, str):
            names.append(captured)
    return names
