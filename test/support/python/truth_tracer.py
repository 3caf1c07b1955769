"""An independent truth for the benchmark of recordings: truth_tracer.py SCRIPT OUT SECONDS runs a script under
sys.settrace and writes JSON: {"frames": functions, "events": [[frame, line]], "values": {event: {name: text}},
"docstrings": lines, "end": {"kind", "type"?}}.

A line is the first line of its innermost statement; equal neighbours of one frame are one event. Values are those when
the frame goes on, or ends; of the frame's own variables, and only of built-in types, where `repr` says all."""

import ast
import json
import os
import sys
import threading

from line_tracer import COMPREHENSIONS, docstrings, leaves_with, line_map

MOST_EVENTS = 200_000
MOST_VALUED_EVENTS = 2_000
MOST_TEXT = 2_000
DEEPEST = 4
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ATOMS = (int, float, complex, bool, str, bytes, type(None))


def is_plain(value, depth=0):
    kind = type(value)
    if kind in ATOMS:
        return True
    if depth >= DEEPEST or kind not in (list, tuple, dict, set, frozenset) or len(value) > 500:
        return False
    if kind is dict:
        return all(is_plain(key, depth + 1) and is_plain(item, depth + 1) for key, item in value.items())
    return all(is_plain(item, depth + 1) for item in value)


def variables(tree):
    """Names that the program itself binds; not what `import *` brings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield node.asname or node.name
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name


class Truth:
    def __init__(self, path, out):
        self.path = path
        self.out = out
        with open(path, encoding="utf-8") as file:
            self.source = file.read()
        self.lines = line_map(self.source)
        self.silent = docstrings(self.source)
        tree = ast.parse(self.source)
        self.withs = {n.lineno for n in ast.walk(tree) if isinstance(n, (ast.With, ast.AsyncWith))}
        self.names = {name for name in variables(tree) if not name.startswith("__")}
        #: First lines of functions that hold nothing but a docstring: their end has an event there.
        self.empty = {n.lineno for n in ast.walk(tree) if isinstance(n, FUNCTIONS) and len(n.body) == 1 and ast.get_docstring(n)}
        self.frames, self.events, self.values = [], [], {}
        self.known = {}
        self.last = {}
        self.full = False
        self.lock = threading.Lock()

    def trace(self, frame, event, argument):
        code = frame.f_code
        if code.co_filename != self.path or code.co_name in COMPREHENSIONS or self.full:
            return None
        number = self.known.get(frame)
        if number is None:
            number = self.known[frame] = len(self.frames)
            self.frames.append(code.co_name)
        self._keep_values(frame, number)
        if event == "line":
            self._line(frame, number)
        return self.trace

    def _line(self, frame, number):
        line = self.lines.get(frame.f_lineno)
        if line is None or frame.f_lineno in self.silent:
            return
        if frame.f_lineno in self.withs and leaves_with(frame):
            return
        is_class = not frame.f_code.co_flags & 1 and frame.f_code.co_name != "<module>"
        if frame.f_lineno == frame.f_code.co_firstlineno and (is_class or frame.f_lineno in self.empty):
            return
        last = self.last.get(number)
        if last is not None and self.events[last][1] == line:
            return
        self.last[number] = len(self.events)
        self.events.append((number, line))
        self.full = len(self.events) >= MOST_EVENTS

    def _keep_values(self, frame, number):
        last = self.last.get(number)
        if last is None or last >= MOST_VALUED_EVENTS:
            return
        kept = {}
        for name, value in frame.f_locals.items():
            if name in self.names and name not in frame.f_code.co_freevars and is_plain(value):
                text = repr(value)
                if len(text) <= MOST_TEXT:
                    kept[name] = text
        self.values[last] = kept

    def write(self, end):
        with self.lock:
            truth = {
                "frames": self.frames[:],
                "events": self.events[:],
                "values": dict(self.values),
                "docstrings": sorted(self.silent),
                "end": end,
            }
            with open(self.out, "w", encoding="ascii") as file:
                json.dump(truth, file)

    def give_up(self):
        self.full = True
        self.write({"kind": "timeout"})
        os._exit(0)


def main():
    path, out, seconds = sys.argv[1:]
    truth = Truth(path, out)
    timer = threading.Timer(float(seconds), truth.give_up)
    timer.daemon = True
    timer.start()
    code = compile(truth.source, path, "exec")
    sys.argv = [path]
    sys.path[0] = os.path.dirname(path)
    end = {"kind": "returned"}
    sys.settrace(truth.trace)
    try:
        exec(code, {"__name__": "__main__", "__file__": path, "__builtins__": __builtins__})
    except SystemExit:
        end = {"kind": "exited"}
    except BaseException as exception:
        end = {"kind": "raised", "type": type(exception).__name__}
    finally:
        sys.settrace(None)
    truth.write(end)
    os._exit(0)


if __name__ == "__main__":
    main()
