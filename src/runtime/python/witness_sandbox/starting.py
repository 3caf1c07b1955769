"""The warm process: confines itself, says how it stands, then runs one job after the other, each in a fork."""

import builtins
import gc
import importlib
import json
import os
import sys

from .serving import Server


def start():
    settings = json.loads(_read_line(0))
    level, reason, notes = settings["level"], None, []
    sys.path[:] = [sys.path[0], *settings.get("path", [])] + [p for p in sys.path[1:] if p]
    if level == "isolated":
        reason = _isolate(settings, notes)
    if reason is not None:
        _say({"ready": False, "reason": reason})
        sys.exit(0)
    if level == "limited":
        os.chdir(settings["scratchFolder"])
    for name in settings.get("preload", []):
        importlib.import_module(name)
    _complete_builtins()
    gc.freeze()
    _say({"ready": True, "level": level, "notes": notes, "version": list(sys.version_info[:3])})
    Server(level, settings).serve(_read_line, _say)


def _complete_builtins():
    """What the `site` module would have added."""
    try:
        import _sitebuiltins
    except ImportError:
        return
    builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D")
    builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D")


def _isolate(settings, notes):
    """Why this process cannot be isolated; None when it is."""
    if settings.get("confinedAlready"):
        return None
    if sys.platform != "linux":
        return "namespaces are a matter of Linux"
    try:
        from . import isolation
    except ImportError as problem:
        return "this Python cannot call the kernel: %s" % problem
    visible = [sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.path.realpath(sys.executable))]
    visible += [p for p in sys.path if os.path.isabs(p) and p.strip("/")]
    visible += settings.get("visible", [])
    try:
        isolation.enter(visible, settings.get("scratch", 64 << 20))
    except OSError as problem:
        return str(problem)
    if not os.path.exists("/proc/self"):
        notes.append("/proc cannot be shown in this container; programs run without it")
    return None


def _read_line(fd, pending=bytearray()):
    """A line of a descriptor without its end; empty at the end of input."""
    while b"\n" not in pending:
        data = os.read(fd, 1 << 16)
        if not data:
            return b""
        pending += data
    line, _, rest = bytes(pending).partition(b"\n")
    pending[:] = rest
    return line


def _say(message):
    data = json.dumps(message).encode() + b"\n"
    while data:
        data = data[os.write(1, data) :]
