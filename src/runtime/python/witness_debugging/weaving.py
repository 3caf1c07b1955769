"""Puts calls of a tracker around the blocks of a program: it sees what each has done, and can do it in its place.

A block becomes: tell that it begins, take the variables that the tracker gives; then either take its outcome from the tracker
or run it and tell how it ended. What ends a block (a test, `return`, the next item of a loop) takes its value the same way."""

import ast

TRACKER = "_witness"
_KEPT = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def woven(source, file, described):
    """The module's tree with the calls. `described`: {"blocks": [{"statements": [[line, nth]]}], "functions": [{"path", "line",
    "nth"}]}, lines 1-based."""
    tree = ast.parse(source, file)
    keys = _keys(tree)
    blocks = {}
    for number, block in enumerate(described["blocks"]):
        for line, nth in block["statements"]:
            if (line, nth) in keys:
                blocks[keys[line, nth]] = number
    paths = {keys.get((item["line"], item["nth"])): item["path"] for item in described["functions"]}
    weaver = _Weaver(blocks, paths)
    tree.body = [weaver.outside(node) for node in tree.body]
    return ast.fix_missing_locations(tree)


def _keys(tree):
    """Statements by the line on which they start and how many start before them on it."""
    found, seen = {}, {}
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    for node in sorted(statements, key=lambda node: (node.lineno, node.col_offset)):
        nth = seen.get(node.lineno, 0)
        seen[node.lineno] = nth + 1
        found[node.lineno, nth] = node
    return found


class _Weaver:
    def __init__(self, blocks, paths):
        self._blocks, self._paths = blocks, paths
        self._done = set()
        self._names = ()

    def outside(self, node):
        """A statement of a module or class: only functions in it are changed."""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return self._function(node)
        for field in ("body", "orelse", "finalbody"):
            if isinstance(getattr(node, field, None), list):
                setattr(node, field, [self.outside(inner) for inner in getattr(node, field)])
        for handler in getattr(node, "handlers", ()):
            handler.body = [self.outside(inner) for inner in handler.body]
        return node

    def _function(self, node):
        path = self._paths.get(node)
        if path is None:
            return node
        names, self._names = self._names, _own_names(node)
        head, body = [], list(node.body)
        if body and isinstance(body[0], ast.Expr) and isinstance(getattr(body[0], "value", None), ast.Constant):
            head.append(body.pop(0))
        shared = [inner for inner in _own_nodes(node) if isinstance(inner, (ast.Global, ast.Nonlocal))]
        is_generator = any(isinstance(inner, (ast.Yield, ast.YieldFrom)) for inner in _own_nodes(node))
        is_plain = not is_generator and isinstance(node, ast.FunctionDef)
        woven_body = self._suite(body)
        text = "_w_f = {t}.call({p!r}, {g})\nif _w_f.is_given: return {t}.given(_w_f)\ntry: BODY\nfinally: {t}.done(_w_f)"
        if not is_plain:
            text = text.replace("if _w_f.is_given: return {t}.given(_w_f)\n", "")
        whole = _code(text.format(t=TRACKER, p=path, g=is_plain), BODY=woven_body or [ast.Pass()])
        node.body = head + [_copied(inner) for inner in shared] + whole
        self._names = names
        return node

    def _suite(self, statements):
        result, group, number = [], [], None
        for node in [*statements, None]:
            other = None if node is None or isinstance(node, _try_kinds) else self._blocks.get(node)
            if group and (other is None or other != number):
                result += self._block(group, number)
                group = []
            if node is None:
                break
            if other is None:
                result.append(self._inner(node))
            else:
                group.append(node)
                number = other
        return result

    def _inner(self, node):
        """The suites in a statement; functions and classes in it."""
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return self.outside(node)
        for field in ("body", "orelse", "finalbody"):
            suite = getattr(node, field, None)
            if isinstance(suite, list) and suite and isinstance(suite[0], ast.stmt):
                setattr(node, field, self._suite(suite) or [ast.Pass()])
        for part in [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]:
            part.body = self._suite(part.body) or [ast.Pass()]
        return node

    def _block(self, group, number):
        last = group[-1]
        plain = group[:-1] if _ends(last) else group
        if number in self._done or any(_is_odd(node) for node in group):
            return [self._inner(node) for node in group]
        self._done.add(number)
        kept = [self.outside(node) for node in plain if isinstance(node, _KEPT)]
        plain = [node for node in plain if not isinstance(node, (ast.Global, ast.Nonlocal))]
        body = [_Yields(number).visit(node) for node in plain]
        if isinstance(last, (ast.For, ast.While)):
            return self._loop(last, number)
        if isinstance(last, ast.If):
            test = last.test
            last = self._inner(last)
            last.test = ast.Name("_w_c", ast.Load())
            return [*self._outcome("branch", kept, body, number, test), last]
        if isinstance(last, ast.Return):
            return self._outcome("return", kept, body, number, last.value or ast.Constant(None))
        if isinstance(last, (ast.Break, ast.Continue)):
            return [*self._outcome("jump", kept, body, number), last]
        if _ends(last) and not isinstance(last, ast.Raise):
            return [*self._outcome("next", kept, body, number), self._inner(last)]
        if isinstance(last, ast.Raise):
            body.append(last)
        return self._outcome("next", kept, body, number)

    def _outcome(self, kind, kept, body, number, value=None):
        """A block, up to what ends it; the value of a test is then in `_w_c`."""
        is_lazy = any(isinstance(inner, ast.Yield) for node in body for inner in ast.walk(node))
        end = {
            "branch": "_w_c = {t}.value(_w_f)",
            "return": "return {t}.value(_w_f)",
        }.get(kind, "pass")
        run = {"branch": "_w_c = VALUE", "return": "_w_c = VALUE"}.get(kind, "pass")
        ends = {"branch": "    _w_c = {t}.told(_w_s, _w_c)\n", "return": "    return {t}.told(_w_s, _w_c)\n"}.get(kind, "")
        text = (
            "_w_s = {t}.enter(_w_f, {n})\nASSIGN\n"
            "if {t}.takes(_w_f, {n}, {k!r}):\n"
            "    KEPT\n    _w_s = {t}.outcome(_w_f, {n})\n    ASSIGN\n    YIELDS\n    " + end + "\n"
            "else:\n"
            "    _w_c = None\n"
            "    try:\n        BODY\n        " + run + "\n"
            "    except BaseException as _w_e:\n        if not {t}.raised(_w_f, {n}, _w_e, {k!r}): raise\n"
            "    _w_s = {t}.left(_w_f, {n}, {k!r}, _w_c)\n    ASSIGN\n" + ends
        )
        yields = _code("for _w_y in {t}.yields(_w_f, {n}): yield _w_y".format(t=TRACKER, n=number)) if is_lazy else [ast.Pass()]
        parts = {"ASSIGN": self._assign(), "KEPT": [_copied(node) for node in kept] or [ast.Pass()], "BODY": body or [ast.Pass()], "YIELDS": yields}
        return _code(text.format(t=TRACKER, n=number, k=kind), VALUE=value, **parts)

    def _assign(self):
        lines = ["if _w_s:"] + ["    if %r in _w_s: %s = _w_s[%r]" % (name, name, name) for name in self._names]
        return _code("\n".join(lines)) if self._names else [ast.Pass()]

    def _loop(self, node, number):
        if isinstance(node, ast.While):
            if node.orelse:
                return [self._inner(node)]
            body = self._suite(node.body)
            test = self._outcome("branch", [], [], number, node.test)
            return _code("while True:\n    TEST\n    if not _w_c: break\n    BODY", TEST=test, BODY=body)
        text = "_w_s = {t}.enter(_w_f, {n})\nASSIGN\nfor TARGET in {t}.items(_w_f, {n}, () if {t}.takes(_w_f, {n}, 'item') else VALUE): BODY\nelse: ELSE"
        again = _code("_w_s = {t}.pending(_w_f)".format(t=TRACKER)) + self._assign()
        whole = _code(
            text.format(t=TRACKER, n=number),
            ASSIGN=self._assign(),
            BODY=[*again, *self._suite(node.body)],
            ELSE=[*_copied_all(again), *self._suite(node.orelse)],
            VALUE=node.iter,
        )
        whole[-1].target = node.target
        return whole


_try_kinds = tuple(kind for kind in (ast.Try, getattr(ast, "TryStar", None)) if kind)
_compound = tuple(
    kind
    for kind in (ast.If, ast.For, ast.While, ast.With, ast.AsyncFor, ast.AsyncWith, getattr(ast, "Match", None))
    if kind
)


def _ends(node):
    return isinstance(node, (*_compound, ast.Return, ast.Raise, ast.Break, ast.Continue))


def _is_odd(node):
    """Whether what it does cannot be taken from elsewhere: values sent into a generator, what another one yields."""
    headers = [node] if not isinstance(node, _compound) else [getattr(node, "test", None) or getattr(node, "iter", None) or ast.Pass()]
    for header in headers:
        for inner in ast.walk(header):
            if isinstance(inner, ast.YieldFrom) or isinstance(inner, ast.Await):
                return True
        yields = [inner for inner in ast.walk(header) if isinstance(inner, ast.Yield)]
        if yields and not (isinstance(header, ast.Expr) and header.value in yields):
            return True
    return isinstance(node, (ast.AsyncFor,))


class _Yields(ast.NodeTransformer):
    def __init__(self, number):
        self._number = number

    def visit_Expr(self, node):
        if isinstance(node.value, ast.Yield):
            value = node.value.value or ast.Constant(None)
            return _code("yield {t}.yielding(_w_f, {n}, VALUE)".format(t=TRACKER, n=self._number), VALUE=value)[0]
        return node

    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = visit_FunctionDef


def _own_nodes(function):
    """What runs in the frame of a function."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            waiting += ast.iter_child_nodes(node)


def _own_names(function):
    """Variables that an assignment in a function can set, in order."""
    arguments = function.args
    found = [item.arg for item in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]]
    found += [item.arg for item in (arguments.vararg, arguments.kwarg) if item]
    for node in _own_nodes(function):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.append(node.id)
        elif isinstance(node, ast.Nonlocal):
            found += node.names
    return tuple(dict.fromkeys(found))


def _copied(node):
    return ast.parse(ast.unparse(node)).body[0] if isinstance(node, (ast.Global, ast.Nonlocal)) else node


def _copied_all(nodes):
    return [ast.parse(ast.unparse(ast.fix_missing_locations(node))).body[0] for node in nodes]


def _code(text, **parts):
    """Statements of a text in which names stand for expressions and lists of statements."""

    class Filling(ast.NodeTransformer):
        def visit_Expr(self, node):
            if isinstance(node.value, ast.Name) and isinstance(parts.get(node.value.id), list):
                return list(parts[node.value.id])
            return self.generic_visit(node)

        def visit_Name(self, node):
            found = parts.get(node.id)
            return node if found is None or isinstance(found, list) else found

    return Filling().visit(ast.parse(text.replace("for TARGET", "for _w_t"))).body
