"""Programs that the program starts: those of the same interpreter are recorded, too, as processes of their own.

Only what goes to the operating system is changed, and only for this interpreter: the launcher stands before the program
in the command line, and an environment variable, which the launcher takes away, says how to reach the engine."""

import codecs
import json
import os
import re
import sys

LAUNCHER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "witness_launch.py")
VARIABLE = "WITNESS_RUN"

_FLAGS = frozenset("bBdEIOPqsSuvR")
_WITH_VALUE = frozenset("WX")


def record_started_programs(process):
    """Wraps the calls with which Python starts programs. `process` says what a child needs to know."""
    try:
        import _posixsubprocess
    except ImportError:  # Windows
        return
    starting = Starting(process)
    _posixsubprocess.fork_exec = starting.wrapped(_posixsubprocess.fork_exec, starting.fork_exec)
    subprocess = sys.modules.get("subprocess")
    if hasattr(subprocess, "_fork_exec"):
        subprocess._fork_exec = _posixsubprocess.fork_exec
    execve = os.execve
    for name in ("posix_spawn", "posix_spawnp", "execv", "execve"):
        original = getattr(os, name, None)
        if original is not None:
            setattr(os, name, starting.wrapped(original, getattr(starting, name), execve if name == "execv" else original))


class Starting:
    def __init__(self, process):
        self.process = process
        self.same = {os.path.realpath(path) for path in (sys.executable, getattr(sys, "_base_executable", "")) if path}

    def wrapped(self, original, change, changed_by=None):
        """`original` with the arguments that `change` gives, by `changed_by` where they are of another function."""

        def wrapper(*arguments, **named):
            try:
                changed = change(*arguments) if self.process.is_recording() else None
            except Exception:  # what cannot be understood is started as it is
                changed = None
            if change.__name__.startswith("exec"):
                self.process.flush()
            if changed is None:
                return original(*arguments, **named)
            return (changed_by or original)(*changed, **named)

        wrapper.__name__ = wrapper.__qualname__ = original.__name__
        wrapper.__doc__ = original.__doc__
        return wrapper

    def fork_exec(self, args, executables, close_fds, pass_fds, cwd, env, *more):
        path = _first_there(executables, cwd)
        command = self._recorded(path, args, "spawn", cwd)
        if command is None:
            return None
        args, order = command
        listed = env if env is not None else [name + b"=" + value for name, value in os.environb.items()]
        variable = VARIABLE.encode() + b"=" + os.fsencode(order)
        return (args, executables, close_fds, pass_fds, cwd, [*listed, variable], *more)

    def posix_spawn(self, path, argv, env):
        command = self._recorded(path, argv, "spawn")
        return None if command is None else (path, command[0], _with_order(env, command[1]))

    posix_spawnp = posix_spawn

    def execve(self, path, argv, env):
        command = self._recorded(path, argv, "exec")
        return None if command is None else (path, command[0], _with_order(env, command[1]))

    def execv(self, path, argv):
        """Becomes an `execve`, which takes the environment."""
        return self.execve(path, argv, dict(os.environ))

    def _recorded(self, path, argv, how, folder=None):
        """The changed command line and the order; None for what is no program of this interpreter."""
        argv = [os.fsdecode(item) for item in argv]
        path = os.fsdecode(path)
        if os.path.realpath(path) not in self.same:
            if re.match(r"(python|pypy)[\d.]*(\.exe)?$", os.path.basename(path)):
                self._note(argv, "it is started with another interpreter")
            return None
        kind, at = program_of(argv)
        if kind is None or (kind == "script" and not os.path.exists(os.path.join(os.fsdecode(folder or ""), argv[at]))):
            return None
        if kind == "stdin":
            self._note(argv, "it reads its program from its input")
            return None
        script = os.path.join(os.fsdecode(folder or ""), argv[at])
        if _is_undecodable(argv, at) if kind == "code" else kind == "script" and _is_no_text(script):
            self._note(argv, "its program is no Python text")
            return None
        order = dict(self.process.order_for_child(how), start=kind, command=argv if sum(map(len, argv)) < 4096 else argv[:1])
        return [*argv[:at], *_operands(argv, at, kind)], json.dumps(order)

    def _note(self, argv, why):
        text = " ".join(argv)
        self.process.note("%s: not recorded, %s." % (text if len(text) <= 120 else text[:120] + "…", why))


def program_of(argv):
    """What Python would run: (script, module, code or stdin, index of the argument that says so). (None, 0) where it
    runs no program, or one that is better left alone. `-cCODE` counts as an argument of its own."""
    at = 1
    while at < len(argv):
        argument = argv[at]
        if argument == "-" or not argument.startswith("-"):
            return ("stdin" if argument == "-" else "script"), at
        if argument.startswith("--"):
            if argument != "--check-hash-based-pycs":
                return None, 0
            at += 2
            continue
        for position, letter in enumerate(argument[1:], 1):
            if letter in "cm":
                return ("code" if letter == "c" else "module"), at
            if letter in _WITH_VALUE:
                at += 1 if position == len(argument) - 1 else 0
                break
            if letter not in _FLAGS:
                return None, 0
        at += 1
    return "stdin", at


def _operands(argv, at, kind):
    """The launcher and what it finds behind its own name: the program and its arguments."""
    if kind == "script":
        return [LAUNCHER, *argv[at:]]
    flags, _, attached = argv[at].partition("c" if kind == "code" else "m")
    program = [attached, *argv[at + 1 :]] if attached else argv[at + 1 :]
    return [flags, LAUNCHER, *program] if flags != "-" else [LAUNCHER, *program]


def _is_undecodable(argv, at):
    """Whether the code that follows `-c` has bytes in it that are no text: the interpreter refuses that itself."""
    try:
        "".join(argv[at : at + 2]).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _is_no_text(path):
    """Whether a script fails when it is read: in words that only the interpreter's own reader of files has."""
    if not os.path.isfile(path) or path.endswith(".pyc"):
        return False
    with open(path, "rb") as file:
        start = file.read(1 << 16)
    if b"\0" in start:
        return path.endswith(".py")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return not any(b"coding" in line for line in start.split(b"\n", 2)[:2])
    return False


def _first_there(executables, cwd):
    for path in executables:
        whole = os.path.join(os.fsencode(cwd), os.fsencode(path)) if cwd is not None else os.fsencode(path)
        if os.access(whole, os.X_OK):
            return whole
    return executables[0]


def _with_order(env, order):
    env = os.environ if env is None else env
    key = VARIABLE.encode() if any(type(name) is bytes for name in env) else VARIABLE
    return {**env, key: os.fsencode(order) if type(key) is bytes else order}
