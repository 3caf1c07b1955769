"""An independent truth for the recorder's tests: runs a script under sys.settrace and prints, for each frame of its file
in order of creation, the function and the lines that ran, each as the first line of its innermost statement."""

import ast
import dis
import inspect
import json
import sys

COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


def line_map(source):
    """Line -> first line of the innermost statement that holds it; None for docstrings."""
    lines = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            start = node.lineno
            end = node.body[0].lineno - 1 if getattr(node, "body", None) and isinstance(node.body, list) else node.end_lineno
            for line in range(start, max(start, end) + 1):
                if line not in lines or lines[line] < start:
                    lines[line] = start
        if isinstance(node, ast.ExceptHandler):
            lines[node.lineno] = node.lineno
        if isinstance(node, getattr(ast, "match_case", ())):
            lines[node.pattern.lineno] = keyword_line(source, node.pattern.lineno)
    return lines


def keyword_line(source, pattern_line):
    """The line of the `case` before a pattern, which may start on a later one."""
    texts = source.splitlines()
    return next(line for line in range(pattern_line, 0, -1) if texts[line - 1].lstrip().startswith("case "))


def docstrings(source):
    """Lines of docstrings: they run nothing, though a class body has an event for its own."""
    lines = set()
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(node):
            lines.update(range(body[0].lineno, body[0].end_lineno + 1))
    return lines


def leaves_with(frame):
    """Whether the event is the end of a `with` statement, which has its line once more: the call of `__exit__`."""
    code = frame.f_code
    name = dis.opname[code.co_code[frame.f_lasti]]
    return name in ("PUSH_EXC_INFO", "WITH_EXCEPT_START") or (
        name == "LOAD_CONST" and code.co_consts[code.co_code[frame.f_lasti + 1]] is None
    )


def main():
    path = sys.argv[1]
    source = open(path, encoding="utf-8").read()
    lines = line_map(source)
    withs = {n.lineno for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.With, ast.AsyncWith))}
    silent = docstrings(source)
    frames = []

    def trace(frame, event, argument):
        if frame.f_code.co_filename != path or frame.f_code.co_name in COMPREHENSIONS:
            return None
        entry = known.get(frame)
        if entry is None:
            entry = known[frame] = {"function": frame.f_code.co_name, "lines": [], "first": frame.f_code.co_firstlineno}
            entry["class"] = not frame.f_code.co_flags & inspect.CO_OPTIMIZED and frame.f_code.co_name != "<module>"
            frames.append(entry)
        if event == "line":
            line = lines.get(frame.f_lineno)
            if frame.f_lineno in silent or (line in withs and leaves_with(frame)):
                return trace
            if entry["class"] and frame.f_lineno == entry["first"]:
                return trace
            if line is not None and (not entry["lines"] or entry["lines"][-1] != line):
                entry["lines"].append(line)
        return trace

    known = {}
    code = compile(source, path, "exec")
    sys.argv = [path]
    output, sys.stdout = sys.stdout, sys.stderr
    sys.settrace(trace)
    try:
        exec(code, {"__name__": "__main__", "__file__": path})
    except BaseException:
        pass
    finally:
        sys.settrace(None)
        sys.stdout = output
    print(json.dumps(frames))


if __name__ == "__main__":
    main()
