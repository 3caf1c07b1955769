"""Types of parameters as the tests of the standard library show them, and as they are guessed when they are hidden.

`observe` runs the tests of one module under a profiler; `guess` reads the module with all annotations taken out."""

import ast
import importlib
import io
import sys
import unittest

_KINDS = {
    type(None): "None", bool: "bool", str: "str", int: "int", float: "float", list: "list", tuple: "tuple", set: "set",
    frozenset: "set", dict: "dict",
}  # fmt: skip


def kind_of(value):
    """The class of a value among LExecutor's twelve."""
    kind = type(value)
    if kind in _KINDS:
        return _KINDS[kind]
    for base in (str, int, float, list, tuple, set, dict):
        if isinstance(value, base):
            return base.__name__
    if isinstance(value, io.IOBase) or hasattr(value, "read") and hasattr(value, "close"):
        return "resource"
    return "callable" if callable(value) else "object"


def observe(name):
    """{qualified name of function: {parameter: [types, most frequent first]}} of calls under the module's own tests."""
    module = importlib.import_module(name)
    files = {module.__file__}
    found = {}

    def profile(frame, event, _):
        code = frame.f_code
        if event != "call" or code.co_filename not in files or code.co_name.startswith("<"):
            return
        parameters = found.setdefault("%s:%d" % (code.co_name, code.co_firstlineno), {})
        for parameter in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]:
            kinds = parameters.setdefault(parameter, {})
            kind = kind_of(frame.f_locals.get(parameter))
            kinds[kind] = kinds.get(kind, 0) + 1

    suite = unittest.defaultTestLoader.loadTestsFromName("test.test_" + name)
    sys.setprofile(profile)
    try:
        unittest.TextTestRunner(stream=io.StringIO(), verbosity=0).run(suite)
    finally:
        sys.setprofile(None)
    return {
        function: {p: sorted(kinds, key=kinds.get, reverse=True) for p, kinds in parameters.items()}
        for function, parameters in found.items()
    }


def guess(name):
    """The same functions with the three types that are thought most likely of each parameter, best first."""
    from witness_fragment.inference import Inference

    module = importlib.import_module(name)
    with open(module.__file__, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            first = min([node.lineno, *[d.lineno for d in node.decorator_list]])
            found["%s:%d" % (node.name, first)] = (node.name, [a.arg for a in arguments], node.lineno)
            for argument in arguments:
                argument.annotation = None
    inference = Inference(tree)
    return {
        key: {p: [kind for kind, _ in inference.ranked("%s:%s" % (function, p))][:3] for p in parameters}
        for key, (function, parameters, _) in found.items()
    }
