"""The line counters of the metric in bench/README.md, and the permissive dummy that it is to be compared with.

Runs inside the sandbox. `counters` numbers statements and suites as the runtime's structure does, so that its reports
can be counted in the same way."""

import ast
import builtins
import dis
import sys

from witness_fragment.bounds import cease, stop_after

SIMPLE = (
    ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Delete, ast.Raise, ast.Assert, ast.Import,
    ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Pass, ast.Break, ast.Continue,
)  # fmt: skip
JUMPS = (ast.Raise, ast.Break, ast.Continue)
_LIMIT_SECONDS = 5


def walk(tree, source):
    """('done', statement, suite list, place) and ('suite', statement, field, suite list), in order."""
    lines = source.split("\n")
    found = []

    def visit(body):
        for node in body:
            if isinstance(node, SIMPLE):
                if not _is_documentation(node, lines):
                    found.append(("done", node, body))
                continue
            if hasattr(node, "body"):
                found.append(("suite", node, "body", node.body))
                visit(node.body)
            visit(getattr(node, "orelse", []))
            for number, handler in enumerate(getattr(node, "handlers", [])):
                found.append(("suite", node, "handler%d" % number, handler.body))
                visit(handler.body)
            if getattr(node, "finalbody", []):
                found.append(("suite", node, "finalbody", node.finalbody))
                visit(node.finalbody)

    visit(tree.body)
    return found


def counters(source):
    """A list of ["done", statement number], ["never", ...] and ["suite", suite number]."""
    from witness_fragment.structure import Structure

    tree = ast.parse(source)
    structure = Structure(tree)
    listed = []
    for entry in walk(tree, source):
        if entry[0] == "done":
            kind = "never" if isinstance(entry[1], JUMPS) else "done"
            listed.append([kind, structure.index[entry[1]]])
        else:
            listed.append(["suite", structure.suites[entry[1], entry[2]]])
    return listed


def compiles(source):
    """Whether Python takes a file as it is; its figures in bench/README.md count no line of one that it does not."""
    try:
        compile(source, "<fragment>", "exec")
        return True
    except SyntaxError:
        return False


def run(request):
    """Runs a file with counters in it, `how` as it is or with a permissive dummy. Returns the counters that were hit."""
    source = request["source"]
    tree = ast.parse(source)
    hit = set()
    for number, entry in reversed(list(enumerate(walk(tree, source)))):
        _insert(entry, number)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module):
            _wrap_imports(node)
    namespace = {"__name__": "__main__", "_count_": hit.add, "_value_": lambda number, value: (hit.add(number), value)[1]}
    if request["how"] == "dummy":
        namespace["__builtins__"] = _Names(vars(builtins))
        tree = _Guards().visit(tree)
        namespace.update(_call_=_call, _get_=_get, _caught_=_caught)
    stop_after(_LIMIT_SECONDS)
    try:
        code = compile(ast.fix_missing_locations(tree), "<fragment>", "exec")
        exec(code, namespace)
    except BaseException:
        pass
    cease()
    return sorted(hit)


def _is_documentation(node, lines):
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
        return False
    return lines[node.lineno - 1].encode()[node.col_offset :].startswith(b'"""')


def _count(number):
    return ast.Expr(ast.Call(ast.Name("_count_", ast.Load()), [ast.Constant(number)], []))


def _insert(entry, number):
    if entry[0] == "suite":
        body = entry[3]
        future = body and isinstance(body[0], ast.ImportFrom) and body[0].module == "__future__"
        body.insert(1 if future else 0, _count(number))
        return
    _, node, body = entry
    place = body.index(node)
    leaving = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "exit"
    if isinstance(node, ast.Return):
        node.value = _counted(number, node.value)
    elif leaving:
        arguments = node.value.args
        node.value.args = [_counted(number, arguments[0] if arguments else None), *arguments[1:]]
    elif not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
        body.insert(place + 1, _count(number))
        node.counter = body[place + 1]


def _counted(number, value):
    return ast.Call(ast.Name("_value_", ast.Load()), [ast.Constant(number), value or ast.Constant(None)], [])


def _wrap_imports(tree):
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if not isinstance(body, list):
                continue
            for place, item in enumerate(body):
                if isinstance(item, (ast.Import, ast.ImportFrom)) and hasattr(item, "counter"):
                    handler = ast.ExceptHandler(ast.Name("ImportError", ast.Load()), None, [ast.Pass()])
                    body[place] = ast.Try([item, item.counter], [handler], [], [])
                    body.remove(item.counter)


class _Names(dict):
    def __missing__(self, name):
        return Dummy()


class _Guards(ast.NodeTransformer):
    """A missing attribute and a call that raises an exception give a dummy."""

    def visit_Call(self, node):
        node = self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in ("super", "locals", "_count_", "_value_", "_caught_", "exit"):
            return node
        return ast.Call(ast.Name("_call_", ast.Load()), [node.func, *node.args], node.keywords)

    def visit_ExceptHandler(self, node):
        node = self.generic_visit(node)
        if node.type is not None:
            node.type = ast.Call(ast.Name("_caught_", ast.Load()), [node.type], [])
        return node

    def visit_Attribute(self, node):
        node = self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            return ast.Call(ast.Name("_get_", ast.Load()), [node.value, ast.Constant(node.attr)], [])
        return node


def _call(function, *arguments, **keywords):
    try:
        return function(*arguments, **keywords)
    except Exception:
        return Dummy()


def _get(value, name):
    try:
        return getattr(value, name)
    except AttributeError:
        return Dummy()


def _caught(kinds):
    if isinstance(kinds, tuple):
        return tuple(_caught(kind) for kind in kinds)
    return Dummy if type(kinds) is Dummy else kinds


class Dummy(Exception):
    """Allows everything."""

    def __init__(self, *_, **__):
        super().__init__()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Dummy()

    def __call__(self, *_, **__):
        return Dummy()

    def __iter__(self):
        return iter([Dummy() for _ in range(_asked_for(sys._getframe(1)))])

    def __next__(self):
        return Dummy()

    def __await__(self):
        return Dummy()
        yield

    async def __aenter__(self):
        return Dummy()

    async def __aexit__(self, *_):
        return False

    async def __aiter__(self):
        yield Dummy()

    def __getitem__(self, key):
        return Dummy()

    def __setitem__(self, key, value):
        pass

    def __delitem__(self, key):
        pass

    def __contains__(self, item):
        return True

    def __len__(self):
        return 1

    def __bool__(self):
        return True

    def __hash__(self):
        return 1

    def __str__(self):
        return "a"

    def __index__(self):
        return 1

    __int__ = __index__

    def __float__(self):
        return 1.0

    def __enter__(self):
        return Dummy()

    def __exit__(self, *_):
        return False

    def __mro_entries__(self, bases):
        return (Dummy,)


def _asked_for(frame):
    """As many parts as the caller unpacks; one for everybody else."""
    code = frame.f_code.co_code
    operation = dis.opname[code[frame.f_lasti]]
    return code[frame.f_lasti + 1] if operation == "UNPACK_SEQUENCE" else 1


def _operation(self, *_):
    return Dummy()


for _name in (
    "add sub mul truediv floordiv mod pow and or xor lshift rshift radd rsub rmul rtruediv rfloordiv rmod rpow rand ror "
    "rxor lt le gt ge eq ne neg pos invert abs"
).split():
    setattr(Dummy, "__%s__" % _name, _operation)
Dummy.__hash__ = lambda self: 1
sys.setrecursionlimit(2000)
