"""Numbers what a fragment consists of, and tells where a decision leads.

A statement's number is its place in source order. A suite is (statement, field); a site a place where an invented value
decides: an if, while or assert, a conditional expression, whether a for has elements, and the exceptions of a try."""

import ast

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LEAVING_CALLS = {"exit", "quit", "_exit", "abort", "die"}


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def is_leaving(node):
    """Whether nothing runs after a statement."""
    if isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func).rpartition(".")[2] in _LEAVING_CALLS
    if isinstance(node, ast.If):
        return bool(node.orelse) and is_leaving(node.body[-1]) and is_leaving(node.orelse[-1])
    if isinstance(node, (ast.With, ast.AsyncWith)):
        return is_leaving(node.body[-1])
    return False


def suites_of(node):
    """(field, statements) of each suite of a compound statement."""
    for field in ("body", "orelse", "finalbody"):
        body = getattr(node, field, None)
        if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
            yield field, body
    for number, handler in enumerate(getattr(node, "handlers", ())):
        yield "handler%d" % number, handler.body
    for number, case in enumerate(getattr(node, "cases", ())):
        yield "case%d" % number, case.body


class Structure:
    """`statements` by number, `index` of a statement, `suites` and `sites` by node, `preferred` outcome of a site."""

    def __init__(self, tree):
        self.statements = []
        self.index = {}
        self.suites = {}
        self.suite_list = []
        self.sites = {}
        self.site_list = []
        self.parent = {}
        self.reads = []
        self.writes = []
        self.functions_around = {}
        self._number(tree.body, None, None, 0, ())
        self._within = {}

    def _number(self, body, parent, suite, rest, around):
        """`rest`: how many statements may still run after this suite within its function."""
        counts = [_count(s) for s in body]
        for place, node in enumerate(body):
            after = sum(counts[place + 1 :]) + rest
            self._statement(node, parent, suite, after, around, body)

    def _statement(self, node, parent, suite, after, around, body):
        index = len(self.statements)
        self.statements.append(node)
        self.index[node] = index
        self.parent[index] = suite
        self.functions_around[index] = around
        own = list(_own_nodes(node))
        self.reads.append({n.id for n in own if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)})
        self.writes.append(_written(node, own))
        if isinstance(node, (ast.If, ast.While)):
            self._site(node, node, index, after)
        elif isinstance(node, (ast.Try, *((ast.TryStar,) if hasattr(ast, "TryStar") else ()))):
            self._site(node, node, index, after)
        elif isinstance(node, (ast.Assert, ast.For)):
            self._site(node, node, index, after)
        for inner in own:
            if isinstance(inner, ast.IfExp):
                self._site(inner, node, index, after)
        is_function = isinstance(node, _FUNCTIONS)
        loops = isinstance(node, (ast.For, ast.AsyncFor, ast.While))
        for field, statements in suites_of(node):
            number = len(self.suite_list)
            self.suite_list.append((index, field))
            self.suites[node, field] = number
            inside = around + (index,) if is_function or isinstance(node, ast.ClassDef) else around
            rest = 0 if is_function else after + (1 if loops else 0)
            self._number(statements, index, number, rest, inside)

    def _site(self, node, statement, index, after):
        site = len(self.site_list)
        self.sites[node] = site
        self.site_list.append({"node": node, "statement": index, "preferred": _preferred(node, after), "after": after})

    def suite_of_site(self, site, outcome):
        """The suite that an outcome of an if or while enters, or None."""
        node = self.site_list[site]["node"]
        return self.suites.get((node, "body" if outcome else "orelse"))

    def describe_suite(self, number):
        """[statement, field, whether nothing runs after it, how many statements it holds]."""
        index, field = self.suite_list[number]
        body = dict(suites_of(self.statements[index]))[field]
        return [index, field, is_leaving(body[-1]), sum(_count(s) for s in body)]

    def enclosing(self, index):
        """Suites around a statement, innermost first."""
        suite = self.parent.get(index)
        while suite is not None:
            yield suite
            suite = self.parent.get(self.suite_list[suite][0])

    def written_within(self, index):
        """Names that a compound statement writes in its suites."""
        if index not in self._within:
            nodes = [n for _, body in suites_of(self.statements[index]) for s in body for n in ast.walk(s)]
            inside = [self.index[n] for n in nodes if n in self.index]
            self._within[index] = set().union(*[self.writes[i] for i in inside])
        return self._within[index]

    def may_leave(self, index):
        """Whether a statement or one inside of it ends what is around."""
        return any(is_leaving(node) for node in ast.walk(self.statements[index]) if isinstance(node, ast.stmt))

    def can_be_nonlocal(self, node):
        around = [self.statements[i] for i in self.functions_around[self.index[node]]]
        outer = [a for a in around[:-1] if isinstance(a, _FUNCTIONS)]
        return all(any(name in _binds(function) for function in outer) for name in node.names)


def _count(node):
    return 1 + sum(_count(s) for _, body in suites_of(node) for s in body)


def _preferred(node, after):
    """The outcome after which more of the code can run; the one that looks less like a guard on a tie."""
    if not isinstance(node, ast.If):
        return True
    yes, no = _worth(node.body, after), _worth(node.orelse, after)
    return yes >= no


def _worth(body, after):
    count = sum(_count(s) for s in body)
    if not body:
        return after
    if isinstance(body[-1], ast.Raise):
        return count - 2 if after == 0 else -1
    return count if is_leaving(body[-1]) else count + after


def _own_nodes(node):
    """Nodes of a statement without those of statements, functions and lambdas inside."""
    todo = [node]
    while todo:
        item = todo.pop()
        yield item
        for child in ast.iter_child_nodes(item):
            if isinstance(child, ast.stmt) or isinstance(child, (ast.ExceptHandler,)) or type(child).__name__ == "match_case":
                continue
            todo.append(child)


def _written(node, own):
    names = {n.id for n in own if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for target in own:
        if isinstance(target, (ast.Attribute, ast.Subscript)) and isinstance(target.ctx, ast.Store):
            base = target.value
            while isinstance(base, (ast.Attribute, ast.Subscript)):
                base = base.value
            if isinstance(base, ast.Name):
                names.add(base.id)
    return names


def _binds(function):
    arguments = function.args
    names = {a.arg for a in arguments.posonlyargs + arguments.args + arguments.kwonlyargs}
    return names | {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
