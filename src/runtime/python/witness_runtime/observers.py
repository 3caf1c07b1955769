"""Keeps our frames from the program's own trace and profile functions: a debugger that the program starts must not
stop in them."""

import _thread
import functools
import os
import sys
import types

from .events import Events

OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


def hide_our_frames():
    for kind in ("trace", "profile"):
        install, installed = getattr(sys, "set" + kind), getattr(sys, "get" + kind)
        setattr(sys, "set" + kind, _hiding(install))
        setattr(sys, "get" + kind, _unwrapping(installed))


def _hiding(install):
    @functools.wraps(install)
    def wrapper(function, /):
        # An observer written in C decides by itself what it looks at.
        if type(function) in (types.FunctionType, types.MethodType):
            function = _Observer(function, install).observe
        return install(function)

    return wrapper


def _unwrapping(installed):
    @functools.wraps(installed)
    def wrapper():
        function = installed()
        owner = getattr(function, "__self__", None)
        return owner.function if type(owner) is _Observer else function

    return wrapper


class _Observer:
    """`install` is what the program calls to exchange the function."""

    def __init__(self, function, install):
        self.function = function
        self.install = install
        #: Thread -> the frame of ours that runs there. What it calls is hidden with it: an observer that follows the
        #: calls, as `profile` does, would miss the frame between.
        self.hidden = {}

    def observe(self, frame, event, argument):
        ours = frame.f_code.co_filename.startswith(OWN_FOLDER)
        if ours and argument is self.install:
            # The program called it, through a function of ours in its place.
            return self.function(frame.f_back, event, argument)
        if frame.f_code is _AUDITING:
            return None
        # A hook is observed where it says so, also when it hears of what the program has a function of ours do.
        is_hook = frame.f_back is not None and frame.f_back.f_code is _AUDITING
        if not is_hook and self.hidden and _thread.get_ident() in self.hidden:
            return self._until_return(frame, event, argument)
        if ours:
            return self._hide(frame) if event == "call" else None
        if event.startswith("c_") and type(getattr(argument, "__self__", None)) is Events:
            return None
        return self.function(frame, event, argument)

    def _hide(self, frame):
        self.hidden[_thread.get_ident()] = frame
        return self._until_return

    def _until_return(self, frame, event, argument):
        thread = _thread.get_ident()
        if self.hidden.get(thread) is not frame:
            return None
        if event == "return":
            del self.hidden[thread]
        return self._until_return


def hide_our_events():
    """Audit hooks of the program hear nothing of what only the recorder does."""
    add = sys.addaudithook

    @functools.wraps(add)
    def addaudithook(hook):
        return add(_AuditHook(hook))

    sys.addaudithook = addaudithook


class _AuditHook:
    def __init__(self, hook):
        self.hook = hook
        #: Threads that ask for their own frame here, which is an event, too.
        self.looking = set()

    @property
    def __cantrace__(self):
        return getattr(self.hook, "__cantrace__", False)

    def __call__(self, event, arguments):
        if event in _QUIET_EVENTS or event.startswith("socket."):
            thread = _thread.get_ident()
            if thread in self.looking or self._is_ours(thread):
                return
        self.hook(event, arguments)

    def _is_ours(self, thread):
        self.looking.add(thread)
        try:
            return sys._getframe(2).f_code.co_filename.startswith(OWN_FOLDER)
        finally:
            self.looking.discard(thread)


_AUDITING = _AuditHook.__call__.__code__

_QUIET_EVENTS = frozenset(
    ["sys._getframe", "sys._current_frames", "object.__getattr__", "compile", "code.__new__", "builtins.id"]
)
