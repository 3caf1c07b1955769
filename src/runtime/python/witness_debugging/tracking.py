"""What a woven program tells and asks: a record of what its blocks did, or states of another run in their place.

Two runs are joined by the way to a frame: the block of the frame around it, which time that block ran, and which call of it."""

import sys

from .states import NotAlignable, State, raisable, restored, same

_MOST_STATES = 40_000
_RESULT = "<returned>"


class Frame:
    is_given = False

    def __init__(self, parent, path, key, frame):
        self.parent, self.path, self.key, self.python = parent, path, key, frame
        self.block, self.counts, self.calls, self.yielded, self.entered, self.assigned = None, {}, 0, [], None, {}

    def variables(self):
        return {name: value for name, value in self.python.f_locals.items() if not name.startswith("_w_")}

    def at(self, block):
        return (self.key, block, self.counts.get(block, 0))


class Outcome:
    """How a block ended: `kind` is next, jump, branch, return, item, end (of items) or raise."""

    def __init__(self, kind, state, problem=None):
        self.kind, self.state, self.problem = kind, state, problem


class Record:
    """What the blocks and calls of a run did."""

    def __init__(self):
        self.before, self.outcomes, self.calls, self.order = {}, {}, {}, []
        self.is_full = False
        #: Whether states hold no more than what somebody has kept; then by key how much of what the block reads is missing.
        self.is_partial, self.unknown = False, {}

    def add(self, table, key, make):
        if self.is_full or len(self.before) + len(self.outcomes) > _MOST_STATES:
            self.is_full = True
            return
        try:
            table[key] = make()
        except NotAlignable:
            pass


class Tracker:
    """Records. `labels`: for each block of the program a number; blocks that answer to each other in two programs share it."""

    def __init__(self, labels):
        self.labels, self.record, self.current, self.roots = labels, Record(), None, 0
        self.stack = []

    def call(self, path, is_plain):
        parent = self.current
        if parent is None:
            key = ("test", self.roots)
            self.roots += 1
        else:
            key = (*parent.at(parent.block), parent.calls)
            parent.calls += 1
        frame = Frame(parent, path, key, sys._getframe(1))
        self.stack.append(path)
        self.current = frame
        self.called(frame, is_plain)
        return frame

    def called(self, frame, is_plain):
        self.record.add(self.record.calls, frame.key, lambda: [frame.path, State(frame.variables()), None])

    def done(self, frame):
        if frame.path in self.stack:
            self.stack.reverse()
            self.stack.remove(frame.path)
            self.stack.reverse()
        self.current = frame.parent
        frame.python = None

    def enter(self, frame, number):
        label = self.labels[number]
        self.current, frame.block, frame.calls, frame.yielded = frame, label, 0, []
        frame.counts[label] = frame.counts.get(label, 0) + 1
        return self.entered(frame, label, number)

    def entered(self, frame, label, number):
        key = frame.at(label)
        self.record.add(self.record.before, key, lambda: State(frame.variables()))
        return None

    def takes(self, frame, number, kind):
        return False

    def pending(self, frame):
        found, frame.assigned = frame.assigned, {}
        return found

    def left(self, frame, number, kind, value):
        """Gives variables that are to hold something else, or None."""
        # What was called from the block may have been left by an exception.
        self.current, frame.block = frame, self.labels[number]
        self._ended(frame, number, kind, value)
        if kind == "return" and frame.key in self.record.calls:
            try:
                self.record.calls[frame.key][2] = State({**frame.variables(), _RESULT: value})
            except NotAlignable:
                pass

    def raised(self, frame, number, problem, kind):
        """Whether the block goes on as if nothing had been raised."""
        self.current, frame.block = frame, self.labels[number]
        if not isinstance(problem, GeneratorExit):
            self._ended(frame, number, "raise", problem)
        return False

    def told(self, states, value):
        """What a `return` or test gives, after `left` gave states."""
        return states.get(_RESULT, value) if states else value

    def _ended(self, frame, number, kind, value):
        key = frame.at(self.labels[number])
        if not self.record.is_full:
            self.record.order.append(key)
        yielded = list(frame.yielded)

        def outcome():
            if kind == "raise":
                return Outcome(kind, State(frame.variables()), value)
            return Outcome(kind, State({**frame.variables(), _RESULT: value, "<yielded>": yielded}))

        self.record.add(self.record.outcomes, key, outcome)

    def yielding(self, frame, number, value):
        """It may never be asked to go on: what it has done until now counts."""
        frame.yielded.append(value)
        self._ended(frame, number, "next", None)
        return value

    def items(self, frame, number, iterable):
        """What a loop goes through; each item is a run of its header, and so is the end."""
        is_first = True
        for item in iterable:
            if not is_first:
                frame.assigned = self.enter(frame, number) or {}
            is_first = False
            states = self.left(frame, number, "item", item)
            frame.assigned.update(states or {})
            yield self.told(states, item)
        if not is_first:
            frame.assigned = self.enter(frame, number) or {}
        self.left(frame, number, "end", None)


class Forcing(Tracker):
    """Runs a program with the states that another run had at one block.

    `label`: of the block. `side`: "entry" (what it starts from is right, and what it calls gives the right result) or "exit"
    (what it does is right)."""

    def __init__(self, labels, expected, label, side, written, namespaces, other):
        """`written`: variables that the other program's block writes. `other`: path -> its function, or None."""
        super().__init__(labels)
        self.expected, self.label, self.side, self.written = expected, label, side, written
        self.namespaces, self.other = namespaces, other
        self.forced = self.missing = self.unknown = 0
        self.is_away = self.has_strayed = False

    def called(self, frame, is_plain):
        if self.side != "entry" or frame.parent is None:
            return
        caller = frame.parent
        if self.is_away:
            self.unknown += 1
        elif caller.block == self.label and not self.has_strayed:
            self._give(frame, is_plain, self.stack.count(frame.path) > 1)

    def _give(self, frame, is_plain, is_recursion):
        """Takes the result from the other run where the call is the same one. Otherwise the other program's function
        gives it; not where that would be the block's own, whose calls of itself are what is tried."""
        known = self.expected.calls.get(frame.key)
        here = frame.variables()
        if is_plain and known is not None and known[0] == frame.path and known[2] is not None:
            before, after = known[1:]
            try:
                if same(before, State(here), here):
                    values = restored(after, list(after.roots), here, self.namespaces)
                    changed = [name for name in here if name in values and values[name] is not here[name]]
                    if not any(name in frame.python.f_code.co_freevars for name in changed):
                        frame.is_given, frame.result = True, lambda: values[_RESULT]
                        return
            except NotAlignable:
                pass
        if is_recursion:
            return
        function = self.other(frame.path) if is_plain else None
        if function is None:
            self.unknown += 1
            return
        frame.is_given, frame.result = True, lambda: self._elsewhere(function, frame)

    def _elsewhere(self, function, frame):
        """The result of the other program's function for the arguments here."""
        code = frame.python.f_code
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        here = frame.variables()
        given = [here[name] for name in names[: code.co_argcount]]
        rest = code.co_varnames[len(names) :]
        if code.co_flags & 4:
            given += here[rest[0]]
        named = {name: here[name] for name in names[code.co_argcount :]}
        if code.co_flags & 8:
            named.update(here[rest[1 if code.co_flags & 4 else 0]])
        self.is_away = True
        try:
            return function(*given, **named)
        finally:
            self.is_away = False

    def given(self, frame):
        try:
            return frame.result()
        finally:
            self.done(frame)

    def entered(self, frame, label, number):
        frame.entered = None
        if label != self.label or self.is_away or self.side == "exit" or self.has_strayed:
            return None
        state = self.expected.before.get(frame.at(label))
        if state is None:
            self.missing += 1
            return None
        self.unknown += self.expected.unknown.get(frame.at(label), 0)
        return self._put(state, list(state.roots), frame)

    def _put(self, state, names, frame):
        here = frame.variables()
        try:
            if self.expected.is_partial:
                # Objects that are right stay: who else knows them was not kept.
                names = [name for name in names if name not in here or not same(State({name: here[name]}), state, [name])]
            values = restored(state, names, here, self.namespaces)
        except NotAlignable:
            self.missing += 1
            return None
        self.forced += 1
        return values

    def takes(self, frame, number, kind):
        if self.labels[number] != self.label or self.side != "exit" or self.is_away:
            return False
        known = self.expected.outcomes.get(frame.at(self.label))
        if known is None or known.kind not in ("raise", kind, "end" if kind == "item" else kind):
            self.missing += 1
            return False
        if kind == "item":
            frame.entered = self.label
            return True
        before = self.expected.before.get(frame.at(self.label))
        names = [
            name
            for name in known.state.roots
            if before is None or name in self.written or not same(before, known.state, [name])
        ]
        values = self._put(known.state, names, frame)
        if values is None:
            return False
        frame.entered = (known, values)
        return True

    def outcome(self, frame, number):
        known, values = frame.entered
        if known.kind == "raise":
            raise raisable(known.problem, self.namespaces)
        return {name: value for name, value in values.items() if not name.startswith("<")}

    def yields(self, frame, number):
        return frame.entered[1].get("<yielded>", ())

    def value(self, frame):
        return frame.entered[1][_RESULT]

    def _ended(self, frame, number, kind, value):
        """Once the block has left otherwise than expected, what follows is its own doing: nothing is forced any more."""
        if self.side != "entry" or frame.block != self.label or self.is_away or self.has_strayed:
            return
        key = frame.at(self.label)
        known = self.expected.outcomes.get(key)
        if known is None or key not in self.expected.before:
            return
        try:
            is_same = known.kind == kind and (kind == "raise" or self._is_as(known.state, frame, value))
        except NotAlignable:
            return
        self.has_strayed = not is_same

    def _is_as(self, expected, frame, value):
        state = State({**frame.variables(), _RESULT: value, "<yielded>": list(frame.yielded)})
        return same(expected, state, expected.roots)

    def items(self, frame, number, iterable):
        if frame.entered is not self.label or self.labels[number] != self.label:
            yield from super().items(frame, number, iterable)
            return
        frame.entered = None
        while True:
            known = self.expected.outcomes.get(frame.at(self.label))
            if known is None or known.kind not in ("item", "end"):
                self.missing += 1
                return
            if known.kind == "end":
                self.forced += 1
                return
            values = self._put(known.state, [_RESULT], frame)
            if values is None:
                return
            yield values[_RESULT]
            self.enter(frame, number)
