"""Puts hooks into the expressions of a fragment: tests, calls, comparisons, unpacking."""

import ast

HOOKS = "_witness_hooks_"
_FRAME_BOUND = {"super", "locals", "globals", "vars", "dir", "eval", "exec"}


class ExpressionHooks(ast.NodeTransformer):
    """`shape` numbers sites. `depth` counts functions, `in_class` classes around; `lenient`: what is asked for in vain is
    invented. `imported`: names of which attributes may not be had for want of what a library runs in."""

    def __init__(self, shape, lenient, imported):
        self.shape = shape
        self.lenient = lenient
        self.imported = imported
        self.lambdas = 0
        self.depth = 0
        self.in_class = 0

    def _test(self, test, site, wanted=True):
        """The parts of a condition on their own, so that each placeholder knows what is wanted of it."""
        if isinstance(test, ast.BoolOp):
            test.values = [self._test(value, site, wanted) for value in test.values]
            return test
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test.operand = self._test(test.operand, site, not wanted)
            return test
        return self._hook("test", test, ast.Constant(site), ast.Constant(wanted), self.visit(test))

    def visit_IfExp(self, node):
        node.test = self._test(node.test, self.shape.sites[node])
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return node

    def visit_Assert(self, node):
        node.test = self._test(node.test, self.shape.sites[node])
        node.msg = self.visit(node.msg) if node.msg else None
        return node

    def visit_comprehension(self, node):
        shape = arity(node.target)
        node.iter = self._hook("iterated", node.iter, ast.Constant(-1), self.visit(node.iter), ast.Constant(shape))
        node.ifs = [self._hook("test", i, ast.Constant(-1), ast.Constant(True), self.visit(i)) for i in node.ifs]
        return node

    def visit_Compare(self, node):
        node = self.generic_visit(node)
        if len(node.ops) == 1:
            symbol = type(node.ops[0]).__name__
            return self._hook("compared", node, ast.Constant(symbol), node.left, node.comparators[0])
        return node

    def visit_Call(self, node):
        if isinstance(node.func, ast.Name) and node.func.id in _FRAME_BOUND:
            if node.func.id == "super" and not (self.in_class and self.depth):
                return self._hook("name", node, ast.Constant("super"))
            return self.generic_visit(node)
        node = self.generic_visit(node)
        arguments = []
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                argument.value = self._hook("positional", argument, argument.value)
            arguments.append(argument)
        for keyword in node.keywords:
            if keyword.arg is None:
                keyword.value = self._hook("mapping", node, keyword.value)
        call = ast.Call(hook_named("call"), [node.func, *arguments], node.keywords)
        return ast.copy_location(call, node)

    def visit_Dict(self, node):
        node = self.generic_visit(node)
        node.values = [self._hook("mapping", v, v) if k is None else v for k, v in zip(node.keys, node.values)]
        return node

    def visit_Subscript(self, node):
        node = self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        key = node.slice
        if isinstance(key, ast.Slice):
            return node
        if isinstance(key, ast.Tuple) and any(isinstance(e, (ast.Slice, ast.Starred)) for e in key.elts):
            return node
        return self._hook("item", node, node.value, key)

    def visit_BinOp(self, node):
        node = self.generic_visit(node)
        if isinstance(node.op, ast.Mod):
            return self._hook("modulo", node, node.left, node.right)
        return node

    def visit_Await(self, node):
        node = self.generic_visit(node)
        node.value = self._hook("awaited", node, node.value)
        return node

    def visit_Yield(self, node):
        node = self.generic_visit(node)
        if self.depth == 0:
            return self._hook("yielded", node, node.value or ast.Constant(None))
        return node

    visit_YieldFrom = visit_Yield

    def visit_Lambda(self, node):
        number, self.lambdas = self.lambdas, self.lambdas + 1
        self.depth += 1
        node = self.generic_visit(node)
        self.depth -= 1
        node.body = ast.copy_location(ast.BoolOp(ast.And(), [self._hook("ran", node, ast.Constant(number)), node.body]), node)
        return self._hook("lambda_", node, ast.Constant(number), node)

    def visit_Attribute(self, node):
        node = self.generic_visit(node)
        is_imported = isinstance(node.value, ast.Name) and node.value.id in self.imported
        if not isinstance(node.ctx, ast.Load) or not (self.lenient or is_imported):
            return node
        name = node.value.id if isinstance(node.value, ast.Name) else None
        return self._hook("attribute", node, node.value, ast.Constant(node.attr), ast.Constant(name))

    def _hook(self, name, at, *arguments):
        return ast.copy_location(ast.Call(hook_named(name), list(arguments), []), at)


def hook_named(name):
    return ast.Attribute(ast.Name(HOOKS, ast.Load()), name, ast.Load())


def arity(target):
    """How a target unpacks: None for one thing, a tuple with the parts' own shapes; '*' takes what is left."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return tuple("*" if isinstance(e, ast.Starred) else arity(e) for e in target.elts)
    return None
