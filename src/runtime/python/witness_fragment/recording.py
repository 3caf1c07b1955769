"""Records the steps of a run in the format of recordings: one block a statement, so that a debugger can replay it.

See events.py of witness_runtime for the events, and docs/recording-format.md for the rest."""

import ast
import threading
import types

from witness_runtime.events import ENTERED, EXCEPTION_LEAVES, FIRST_CODE, GENERATOR, LEAVE, RAISED, SUSPENDED, VALUES
from witness_runtime.rendering import render, type_name

from .placeholder import Placeholder
from .structure import suites_of

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_SUSPENDABLE = 0x20 | 0x80 | 0x200  # generators, coroutines, asynchronous generators
_TEXT = 300
_MAX_EVENTS = 60_000
_NOT_SHOWN = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)


class Recording:
    """Called by the hooks. `name` is that of the function that the fragment was taken from, or `<module>`."""

    def __init__(self, shape, name):
        self.shape = shape
        self.name = name
        self.events = []
        self.records = []
        self.stack = []
        self.frames = {}
        self.thread = threading.get_ident()
        self.functions, self.function_of = _functions(shape, name)
        self.rounds = {}
        self.is_full = False

    def started(self, index, frame):
        if not self._enter(frame, index):
            return
        self.rounds[id(frame), index] = 0
        self._event(FIRST_CODE + index)

    def wrote(self, index, frame):
        """A statement is done: what it wrote, and what it read that was not there before."""
        if not self._enter(frame, index):
            return
        names = self.shape.writes[index] | self.shape.reads[index]
        self._values("block", self._shown(frame, sorted(names)))

    def round(self, index, frame):
        """The body of a loop begins; from the second time on, its head has run once more."""
        if not self._enter(frame, index):
            return
        place = (id(frame), index)
        self.rounds[place] = self.rounds.get(place, 0) + 1
        if self.rounds[place] > 1:
            self._event(FIRST_CODE + index)
        self._values("block", self._shown(frame, sorted(self.shape.writes[index] | self.shape.reads[index])))

    def left(self, index, frame, value):
        """A `return` gives a value."""
        if not self._enter(frame, index):
            return
        record = {"n": len(self.records), "kind": "return", "returned": [_type(value), render(value, _TEXT)]}
        self._record(record, VALUES)
        if self._is_suspendable(frame):
            self._event(LEAVE)
            self.stack.pop()

    def caught(self, problem, frame):
        """A handler of a frame has been reached, or (without a frame) the end of the fragment."""
        if self._is_closed():
            return
        passed = []
        trace = problem.__traceback__
        while trace is not None:
            if any(other is trace.tb_frame for other in self.stack):
                passed.append((trace.tb_frame, trace.tb_lineno))
            trace = trace.tb_next
        for place, (inner, line) in enumerate(reversed(passed)):
            self._unwind(inner)
            raised = {"line": line, "type": type_name(problem), "message": _message(problem), "origin": place == 0}
            self._record({"n": len(self.records), "kind": "raised", **raised, "values": self._locals(inner)}, RAISED)
            if inner is not frame:
                self._event(EXCEPTION_LEAVES)
                self._event(LEAVE)
                self.stack.pop()

    def ended(self):
        """The fragment, or a call that was made of one of its functions, is over."""
        while self.stack and not self._is_closed():
            self._pop()
        self.stack = []

    def document(self):
        """{functions, blocks, firstCode, codes, events, records, isFull}, with 0-based lines but for those of records."""
        statements = self.shape.statements
        blocks = []
        for index, node in enumerate(statements):
            owner = self.function_of[index]
            inner = next((body[0].lineno - 1 for _, body in suites_of(node)), None)
            last = node.end_lineno - 1 if inner is None else max(node.lineno - 1, inner - 1)
            blocks.append({
                "id": "%s:%d" % (self.functions[owner]["path"], index), "functionIndex": owner,
                "isLoopHeader": isinstance(node, _LOOPS), "startLine": node.lineno - 1, "endLine": last,
                "lines": [node.lineno - 1], "definitions": sorted(self.shape.writes[index]),
            })  # fmt: skip
        codes = [{"blocks": [index]} for index in range(len(statements))]
        codes += [{"blocks": [], "enter": index} for index in range(len(self.functions))]
        return {
            "functions": self.functions, "blocks": blocks, "firstCode": FIRST_CODE, "codes": codes,
            "events": self.events, "records": self.records, "isFull": self.is_full,
        }  # fmt: skip

    # Frames

    def _enter(self, frame, index):
        """Makes a frame the running one; False where nothing is recorded."""
        if self._is_closed():
            return False
        if self.stack and self.stack[-1] is frame:
            return True
        if any(other is frame for other in self.stack):
            self._unwind(frame)
            return True
        caller = self._known_caller(frame)
        while self.stack and self.stack[-1] is not caller:
            self._pop()
        known = self.frames.get(id(frame))
        self.stack.append(frame)
        if known is not None:
            self._event(GENERATOR + known[1])
            return True
        number = len(self.frames)
        self.frames[id(frame)] = (frame, number)
        self._event(FIRST_CODE + len(self.shape.statements) + self.function_of[index])
        if self._is_suspendable(frame):
            self._event(ENTERED)
            self._event(number)
        if len(self.stack) > 1 or self.function_of[index] != 0:
            names = frame.f_code.co_varnames[: frame.f_code.co_argcount + frame.f_code.co_kwonlyargcount]
            self._values("entry", self._shown(frame, names))
        return True

    def _known_caller(self, frame):
        frame = frame.f_back
        while frame is not None:
            if any(other is frame for other in self.stack):
                return frame
            frame = frame.f_back
        return None

    def _unwind(self, frame):
        while self.stack and self.stack[-1] is not frame:
            self._pop()

    def _pop(self):
        self._event(SUSPENDED if self._is_suspendable(self.stack.pop()) else LEAVE)

    @staticmethod
    def _is_suspendable(frame):
        return bool(frame.f_code.co_flags & _SUSPENDABLE) and frame.f_code.co_name != "<module>"

    # What is sent

    def _is_closed(self):
        if len(self.events) > _MAX_EVENTS:
            self.is_full = True
        return self.is_full or threading.get_ident() != self.thread

    def _event(self, word):
        self.events.append(word)

    def _record(self, record, event):
        self.records.append(record)
        self._event(event)
        self._event(record["n"])

    def _values(self, kind, values):
        if values:
            self._record({"n": len(self.records), "kind": kind, "values": values}, VALUES)

    def _locals(self, frame):
        return self._shown(frame, [name for name in frame.f_locals if not name.startswith("_")][:60])

    @staticmethod
    def _shown(frame, names):
        found = []
        values = frame.f_locals
        for name in names:
            value = values.get(name, found)
            if value is not found and not isinstance(value, _NOT_SHOWN):
                found.append([name, _type(value), render(value, _TEXT)])
        return found


def _type(value):
    return value._witness_facts.type if type(value) is Placeholder else type_name(value)


def _message(problem):
    try:
        return str(problem)[:500]
    except Exception:
        return ""


def _functions(shape, name):
    """(functions, function of each statement). The first one is the fragment itself."""
    statements = shape.statements
    last = max([0, *[node.end_lineno - 1 for node in statements]])
    first = min([last, *[node.lineno - 1 for node in statements]])
    kind = "module" if name == "<module>" else "function"
    functions = [{"path": name, "kind": kind, "startLine": 0 if kind == "module" else first, "endLine": last}]
    numbers, owners = {}, []
    for index, node in enumerate(statements):
        around = shape.functions_around[index]
        owners.append(numbers[around[-1]] if around else 0)
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            numbers[index] = len(functions)
            inside = isinstance(statements[around[-1]], ast.ClassDef) if around else False
            path = ".".join([*[statements[i].name for i in around], node.name])
            kind = "class" if isinstance(node, ast.ClassDef) else "method" if inside else "function"
            functions.append({"path": path, "kind": kind, "startLine": node.lineno - 1, "endLine": node.end_lineno - 1})
    return functions, owners

