"""What the probes call, and what is kept until it is sent: the order of events and sampled values.

The order is told by events, see events.py."""

import _thread
import functools
import sys

from .events import EXCEPTION_LEAVES, FIRST_CODE, RAISED, VALUES, EventLog
from .frames import line_of_frame, line_of_traceback, locals_of
from .generators import Generators
from .records import Records, members
from .rendering import redacted, render, type_name
from .sampling import KEPT, KEPT_IN_FOCUS, Probe

#: Exceptions noted with all their locals, for each function; further ones keep line and type.
RAISES_WITH_LOCALS = 8

MAX_LOCALS = 40

_MISSING = object()


class InFlight:
    """Exceptions on their way through frames that may still handle them: which frame has noted which of them."""

    __slots__ = ("any", "tokens")

    def __init__(self):
        self.any = False
        self.tokens = {}

    def is_new(self, frame, token):
        noted = self.tokens.setdefault(id(frame), set())
        if token in noted:
            return False
        noted.add(token)
        self.any = True
        return True

    def forget(self, frame, token=None):
        """The frame has handled one exception, or has ended."""
        noted = self.tokens.get(id(frame))
        if noted is None:
            return
        if token is not None:
            noted.discard(token)
        if token is None or not noted:
            del self.tokens[id(frame)]
        self.any = bool(self.tokens)


class Recorder:
    def __init__(self, steps="sampled", value_budget=200):
        self.kept = KEPT[steps]
        self.value_budget = value_budget
        self.log = EventLog()
        self.records = Records(value_budget)
        self.next_code = FIRST_CODE
        self.modules = 0
        self.probes = []
        self.in_flight = InFlight()
        self.raises = {}
        generators = Generators(self.log)
        self.main_thread = _thread.get_ident()
        self.objects = {
            "events": self.log.events,
            "in_flight": self.in_flight,
            "values": self.values,
            "values_where_bound": self.values_where_bound,
            "returned": self.returned,
            "raised": self.raised,
            "left_by_exception": self.left_by_exception,
            "caught": self.caught,
            "settled": self.settled,
            "generator_entered": generators.entered,
            "generator": generators.number,
            "generator_left": generators.left,
            "BaseException": BaseException,
            "NameError": NameError,
            "Exception": Exception,
        }

    def new_module(self):
        self.modules += 1
        return self.modules - 1

    def new_probe(self, names, kind, siblings, in_focus=False):
        """A value probe; `siblings` are those of its function."""
        kept = max(self.kept, KEPT_IN_FOCUS) if in_focus else self.kept
        probe = Probe(kept, tuple(names), kind, siblings)
        siblings.append(probe)
        self.probes.append(probe)
        return probe

    def stop(self):
        """From now on probes do nothing."""
        self.log.stop()
        self.kept = 0
        for probe in self.probes:
            probe.stop()

    def start_over(self):
        """In a process that was forked: what has been kept and not yet sent is its parent's to send."""
        self.log.start_over()
        self.records.forget()
        self.main_thread = _thread.get_ident()

    def take(self):
        """The events since the last call, and the records as bytes of JSON."""
        events = self.log.events.take()
        return events, self.records.take()

    # Values

    def values(self, probe, *values):
        self._keep(probe, list(zip(probe.names, values)))

    def values_where_bound(self, probe):
        """As `values`, when some of the names turned out to have no value."""
        present = dict(locals_of(sys._getframe(1)))
        self._keep(probe, [(name, present[name]) for name in probe.names if name in present])

    def returned(self, probe, value):
        """The values of a block that returns, when what it returns has been evaluated."""
        try:
            frame = sys._getframe(1)
            present = dict(locals_of(frame))
            known = [(name, present.get(name, frame.f_globals.get(name, _MISSING))) for name in probe.names]
            self._keep(probe, [pair for pair in known if pair[1] is not _MISSING], value)
        except RecursionError:
            pass
        return value

    def _keep(self, probe, values, *returned):
        if not probe.takes([*values, ("return", *returned)] if returned else values):
            return
        kept = self.records.values(values)
        if returned:
            kept += "," + self.records.returned(returned[0])
        self.log.add(VALUES, self.records.add(probe.kind, kept))

    def render_all(self, values):
        budget = self.value_budget
        return [[name, type_name(value), render(value, budget, name)] for name, value in values]

    # Exceptions

    def raised(self, *generator):
        """An exception is about to leave a stretch of code that handlers or `finally` guard."""
        self._raised(sys.exc_info(), sys._getframe(1), generator)

    def left_by_exception(self, *generator):
        """An exception leaves the frame."""
        frame = sys._getframe(1)
        try:
            self._raised(sys.exc_info(), frame, generator)
        finally:
            self.in_flight.forget(frame)
            self.log.add(EXCEPTION_LEAVES)

    def _raised(self, info, frame, generator):
        """`generator`: the event that the frame goes on, if it can be suspended; it does when something is thrown
        into it."""
        kind, exception, traceback = info
        self.log.add(*generator)
        # What `except*` puts together has no traceback yet.
        token = id(exception) if traceback is None else id(traceback)
        if not self.in_flight.is_new(frame, token) or kind is GeneratorExit:
            return
        code = frame.f_code
        count = self.raises[code] = self.raises.get(code, 0) + 1
        record = {
            "line": line_of_frame(frame) if traceback is None else line_of_traceback(traceback),
            "type": type_name(exception),
            "message": message_of(exception, self.value_budget),
            "origin": traceback is None or traceback.tb_next is None,
        }
        kept = members(record)
        if count <= RAISES_WITH_LOCALS and self.kept:
            kept += "," + self.records.values(locals_worth_showing(frame))
        self.log.add(RAISED, self.records.add("raised", kept))

    def caught(self):
        """A handler of the program has begun; or a `finally` is about to drop the exception."""
        exception, traceback = sys.exc_info()[1:]
        self.in_flight.forget(sys._getframe(1), id(exception if traceback is None else traceback))

    def settled(self):
        """A `with` statement has ended without an exception leaving it."""
        self.in_flight.forget(sys._getframe(1))

    # Threads

    def watch_threads(self):
        """From the first thread that the program starts, events tell which thread they come from."""
        threading = sys.modules.get("threading")
        for module in (_thread, threading):
            for name in ("start_new_thread", "_start_new_thread", "start_joinable_thread", "_start_joinable_thread"):
                original = getattr(module, name, None)
                if original is not None:
                    setattr(module, name, self._noticing_threads(original))

    def _noticing_threads(self, original):
        @functools.wraps(original)
        def start(*arguments, **named):
            self.log.tell_threads_apart()
            return original(*arguments, **named)

        return start


def message_of(exception, budget):
    """What an exception says, without calling a `__str__` of the program: its arguments are rendered instead."""
    kind = type(exception)
    if kind in (SyntaxError, IndentationError, TabError) and type(exception.msg) is str:
        return exception.msg
    arguments = BaseException.args.__get__(exception)
    if all(type(argument) in (str, int, float, bool, type(None)) for argument in arguments):
        for base in type.__dict__["__mro__"].__get__(kind):
            own = type.__dict__["__dict__"].__get__(base).get("__str__")
            if own is not None:
                if type(own) is type(BaseException.__str__):
                    text = own(exception)
                    return redacted(text if len(text) <= 4 * budget else text[: 4 * budget] + "…")
                break
    return ", ".join(render(argument, budget) for argument in arguments)


def locals_worth_showing(frame):
    chosen = []
    for name, value in locals_of(frame)[: 4 * MAX_LOCALS]:
        if name.startswith((".", "@")) or (name.startswith("__") and name.endswith("__")):
            continue
        if frame.f_code.co_name == "<module>" and type_name(value) in ("module", "function", "type", "_Feature"):
            continue
        chosen.append((name, value))
    return chosen[:MAX_LOCALS]
