"""The second run of the published block tracer, for a comparison of times: printing_run.py SCRIPT runs a script that
prints its variables after every statement."""

import ast
import sys


class Printing(ast.NodeTransformer):
    def generic_visit(self, node):
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if isinstance(body, list) and not isinstance(node, (ast.Module, ast.ClassDef)):
                setattr(node, field, [item for statement in body for item in self._printed(statement)])
        return node

    def _printed(self, statement):
        if isinstance(statement, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
            return [ast.parse("print('-R-', locals())").body[0], statement]
        return [statement, ast.parse("print('-R-', locals())").body[0]]


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    code = compile(ast.fix_missing_locations(Printing().visit(tree)), path, "exec")
    exec(code, {"__name__": "__main__", "__file__": path})


main()
