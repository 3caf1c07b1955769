"""Which calls tests make of a program, as texts that make them again."""

import sys

from . import running
from .trying import forked, prepare

_MOST = 8
_LONGEST = 300
_DEEPEST = 4
_PLAIN = (bool, int, str, bytes, type(None))


def recorded_calls(request):
    """`request`: {file, module, root, cwd, imports, projectFiles, source, tests, limitMs, processorMs, forks}. For each test the calls of
    functions and methods of the file that it makes from outside of the file, as texts: where all arguments are literals or
    objects of the file made from such. The first few, none twice."""
    prepare(request)
    found = []
    for test in request["tests"]:
        [answer] = forked(request, [test], lambda tell, test=test: _watched(request, test, tell))
        found.append(answer.get("calls", []))
    return found


def _watched(request, test, tell):
    running.quiet()
    limits = running.limits_of(request)
    module, failure = running.loaded(request, None, limits)
    calls = _Calls(request["file"], module)
    if failure is None:
        names = dict(module.__dict__)
        code = compile(test, "<test>", "exec", 0, True)
        running.held(lambda: calls.see(lambda: exec(code, names)), request["file"], None, limits)
    tell({"calls": list(calls.texts)[:_MOST]})


class _Calls:
    def __init__(self, file, module):
        self._file, self._module = file, module
        self.texts = {}
        # By their ids; the objects are kept, so that no other one gets the id.
        self._made = {}
        # Arguments of what makes an object, by the frame's id: variables may change until it is made.
        self._begun = {}

    def see(self, act):
        sys.setprofile(self._profile)
        try:
            act()
        finally:
            sys.setprofile(None)

    def _profile(self, frame, event, value):
        code = frame.f_code
        if code.co_filename != self._file or code.co_name.startswith("<"):
            return
        if event == "return" and code.co_name == "__new__" and value is not None:
            self._note_made(value, self._begun.pop(id(frame), None))
        elif event == "call":
            if code.co_name == "__new__":
                self._begun[id(frame)] = self._arguments(frame, 1)
            if code.co_name == "__init__" and code.co_argcount > 0:
                made = frame.f_locals.get(code.co_varnames[0])
                self._note_made(made, self._arguments(frame, 1))
            if frame.f_back is not None and frame.f_back.f_code.co_filename != self._file and len(self.texts) < _MOST:
                text = self._called(frame)
                if text is not None and len(text) <= _LONGEST:
                    self.texts[text] = None

    def _note_made(self, made, arguments):
        kind = type(made)
        is_own = getattr(self._module, kind.__name__, None) is kind
        if is_own and arguments is not None and id(made) not in self._made:
            self._made[id(made)] = (made, "%s(%s)" % (kind.__name__, arguments))

    def _called(self, frame):
        code = frame.f_code
        name = code.co_name
        if _code_of(getattr(self._module, name, None)) is code:
            arguments = self._arguments(frame, 0)
            return None if arguments is None else "%s(%s)" % (name, arguments)
        if code.co_argcount == 0 or name in ("__init__", "__new__"):
            return None
        receiver = frame.f_locals.get(code.co_varnames[0])
        if _code_of(getattr(type(receiver), name, None)) is not code or id(receiver) not in self._made:
            return None
        arguments = self._arguments(frame, 1)
        return None if arguments is None else "%s.%s(%s)" % (self._made[id(receiver)][1], name, arguments)

    def _arguments(self, frame, start):
        """As they are written in a call; None where one cannot be written."""
        code, values = frame.f_code, frame.f_locals
        count = code.co_argcount
        named = code.co_varnames[count : count + code.co_kwonlyargcount]
        rest = iter(code.co_varnames[count + len(named) :])
        texts = [self._text(values.get(name, self), 0) for name in code.co_varnames[start:count]]
        if code.co_flags & 0x04:
            texts += [self._text(value, 0) for value in values.get(next(rest), ())]
        pairs = [(name, values.get(name, self)) for name in named]
        if code.co_flags & 0x08:
            pairs += values.get(next(rest), {}).items()
        texts += [None if text is None else "%s=%s" % (name, text) for name, text in ((name, self._text(value, 0)) for name, value in pairs)]
        return None if None in texts else ", ".join(texts)

    def _text(self, value, depth):
        kind = type(value)
        if kind in _PLAIN:
            return repr(value)
        if kind is float:
            return repr(value) if value - value == 0 else None
        if id(value) in self._made:
            return self._made[id(value)][1]
        if depth == _DEEPEST or kind not in (list, tuple, dict, set, frozenset) or len(value) > _LONGEST:
            return None
        if kind is dict:
            pairs = [(self._text(key, depth + 1), self._text(item, depth + 1)) for key, item in value.items()]
            return None if any(None in pair for pair in pairs) else "{%s}" % (", ".join("%s: %s" % pair for pair in pairs),)
        texts = [self._text(item, depth + 1) for item in value]
        if None in texts:
            return None
        inner = ", ".join(texts)
        if kind is list:
            return "[%s]" % (inner,)
        if kind is tuple:
            return "(%s%s)" % (inner, "," if len(texts) == 1 else "")
        plain = "{%s}" % (inner,) if texts else "set()"
        return plain if kind is set else "frozenset(%s)" % (plain,)


def _code_of(function):
    """Of a function, or of the one that a decorator wraps."""
    for _ in range(_DEEPEST):
        if hasattr(function, "__code__") and not hasattr(function, "__wrapped__"):
            break
        function = getattr(function, "__wrapped__", None) or getattr(function, "__func__", None) or getattr(function, "fget", None)
    return getattr(function, "__code__", None)
