"""What a class's `__init__` makes of what it is given, told from its text."""

import ast

from .expressions import arguments_of


def attributes_of_parameters(tree, path, invented):
    """Names of the attributes that the `__init__` of a class computes from what was invented for its parameters; None
    where there is no telling, as methods of its own or of other classes may set them. `path`: names of the class and of
    those around it; `invented`: keys such as `__init__:title`."""
    function = _constructor(tree, path)
    if function is None or not function.args.args:
        return None
    own = function.args.args[0].arg
    if _hands_on(function, own):
        return None
    depending = {a.arg for a in arguments_of(function) if "__init__:" + a.arg in invented}
    depending |= {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    found = set()
    for statement in function.body:
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and not _reads(statement) & (depending | {own}):
            continue
        found |= {n.attr for n in ast.walk(statement) if isinstance(n, ast.Attribute)}
    return found


def _constructor(tree, path):
    body = tree.body
    for name in path:
        kind = next((n for n in body if isinstance(n, ast.ClassDef) and n.name == name), None)
        body = [] if kind is None else kind.body
    return next((n for n in body if isinstance(n, ast.FunctionDef) and n.name == "__init__"), None)


def _reads(statement):
    """Names that the value of an assignment reads."""
    value = statement.value
    return set() if value is None else {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}


def _hands_on(function, own):
    """Whether it calls methods of the object, hands it to others, or has another class set it up."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        target = node.func
        is_method = isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == own
        handed = any(isinstance(n, ast.Name) and n.id == own for n in [*node.args, *[k.value for k in node.keywords]])
        is_super = isinstance(target, ast.Name) and target.id == "super"
        if is_method or handed or is_super:
            return True
    return False
