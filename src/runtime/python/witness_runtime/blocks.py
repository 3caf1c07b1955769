"""Which basic block runs a statement: the engine's answer, or one block per statement where there is none."""

import ast


class BlockPlan:
    """The blocks of one module, keyed the way the engine keys them: by line and by how many statements start
    earlier on that line. Never by column, in which the two parsers need not agree."""

    def __init__(self, answer):
        """`answer`: {"blocks": [{"function", "kind", "statements": [[line, nth]], "line"}], "functions": [{"kind",
        "line", "nth"}], "focused"?: [index of a function whose values are all kept]}, lines 1-based."""
        self.focused = frozenset(answer.get("focused", ()))
        self.statements = {}
        self.handlers = {}
        self.cases = {}
        self.lambdas = {}
        self.function_of = []
        for index, block in enumerate(answer["blocks"]):
            self.function_of.append(block["function"])
            for line, nth in block["statements"]:
                self.statements[line, nth] = index
            if not block["statements"]:
                if block["kind"] == "handler-header":
                    self.handlers[block["line"]] = index
                elif block["kind"] == "test":
                    self.cases[block["line"]] = index
                elif block["kind"] == "entry":
                    self.lambdas.setdefault(block["line"], []).append(index)

    def case_header(self, pattern_line):
        """The block of the `case` line that a pattern belongs to, asked once in source order: the pattern may start on
        a later line than its keyword, and only the pattern has a line in `ast`."""
        for line in range(pattern_line, 0, -1):
            if line in self.cases:
                return self.cases.pop(line)
        return None

    def covers(self, tree):
        """Whether every statement of the tree has a block; an answer for other text, or for text that the two
        parsers read differently, does not."""
        return all(key in self.statements for key in statement_keys(tree).values())


def statement_keys(tree):
    """Every statement of the tree with its key, (1-based line, how many statements start earlier on that line)."""
    keys = {}
    seen = {}
    for statement in statements_in_order(tree):
        line = statement.lineno
        keys[statement] = (line, seen.get(line, 0))
        seen[line] = seen.get(line, 0) + 1
    return keys


def statements_in_order(tree):
    """All statements in source order. No recursion: programs nest deeper than our stack may."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt):
            yield node
        nested = []
        for field in ("body", "handlers", "cases", "orelse", "finalbody"):
            value = getattr(node, field, None)
            if isinstance(value, list):
                nested.extend(value)
        stack.extend(reversed(nested))


def one_block_per_statement(tree):
    """The plan of a file that the engine could not answer for, in the form of an answer with ranges of lines."""
    functions = [{"kind": "module", "name": "<module>", "path": "<module>", "line": 1}]
    blocks = []
    seen = {}

    def visit(body, function, path):
        for statement in body:
            line = statement.lineno
            nth = seen.get(line, 0)
            seen[line] = nth + 1
            kind = "loop-header" if isinstance(statement, (ast.For, ast.AsyncFor, ast.While)) else "join"
            blocks.append({"function": function, "kind": kind, "line": line, "statements": [[line, nth]]})
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                inner = statement.name if path is None else path + "." + statement.name
                kind = "class" if isinstance(statement, ast.ClassDef) else "function"
                functions.append({"kind": kind, "name": statement.name, "path": inner, "line": line})
                visit(statement.body, len(functions) - 1, inner)
                continue
            visit(getattr(statement, "body", []), function, path)
            for handler in getattr(statement, "handlers", []):
                header = {"function": function, "kind": "handler-header", "line": handler.lineno, "statements": []}
                blocks.append(header)
                visit(handler.body, function, path)
            for case in getattr(statement, "cases", []):
                header = {"function": function, "kind": "test", "line": case.pattern.lineno, "statements": []}
                blocks.append(header)
                visit(case.body, function, path)
            visit(getattr(statement, "orelse", []), function, path)
            visit(getattr(statement, "finalbody", []), function, path)

    visit(tree.body, 0, None)
    return {"functions": functions, "blocks": blocks}
