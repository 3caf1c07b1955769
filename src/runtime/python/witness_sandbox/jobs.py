"""What a fork does: takes its limits, gives up its rights, and runs one job."""

import importlib
import json
import os
import resource
import signal
import sys

RESULT, OUT, ERR = 3, 1, 2


def become(job, writers, limits, server):
    """Never returns. `writers` are the pipes for the result, the output and the errors."""
    if server.isolated:
        _first_of_namespace(limits)
        _put_over(job.get("files", {}))
    else:
        os.setsid()
    _take_pipes(writers)
    if server.isolated:
        from . import isolation, view

        view.new_processes()
        os.chdir(view.SCRATCH)
        isolation.give_up_privileges("argv" in job)
    _settle_environment(job)
    limits.apply(server.counts_processes)
    if "argv" in job:
        _exec(job)
    os.closerange(RESULT + 1, 4096)
    if server.level == "limited":
        from .audit import refuse_outside

        refuse_outside(os.getcwd())
    _call(job)


def _first_of_namespace(limits):
    """The process that was forked waits outside of the namespaces for the one that runs the job."""
    from . import isolation

    isolation.split_off(limits.scratch)
    pid = os.fork()
    if pid == 0:
        return
    os.closerange(0, 4096)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        _die_of(os.WTERMSIG(status))
    os._exit(os.WEXITSTATUS(status))


def _die_of(number):
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if number not in (signal.SIGKILL, signal.SIGSTOP):
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    os._exit(128 + number)


def _take_pipes(writers):
    # High numbers first, so that none is overwritten before it is moved.
    import fcntl

    moved = [fcntl.fcntl(fd, fcntl.F_DUPFD, 64) for fd in writers]
    for fd, place in zip(moved, (RESULT, OUT, ERR)):
        os.dup2(fd, place, inheritable=place != RESULT)
    null = os.open("/dev/null", os.O_RDONLY)
    if null != 0:
        os.dup2(null, 0)


def _settle_environment(job):
    folder = os.getcwd()
    os.environ.clear()
    os.environ.update(
        {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "USER": "user"}
    )
    os.environ.update(job.get("environment", {}))
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _put_over(files):
    """Other texts in the place of files, by their paths: for this job only."""
    if not files:
        return
    from . import view

    for path, text in files.items():
        view.put_over(path, text)


def _exec(job):
    """A program reads `input` from its standard input, and may write a result to its descriptor 3."""
    if "input" in job:
        text = os.memfd_create("input") if hasattr(os, "memfd_create") else _scratch_file()
        with open(text, "wb", closefd=False) as file:
            file.write(job["input"].encode())
        os.lseek(text, 0, os.SEEK_SET)
        os.dup2(text, 0)
        os.set_inheritable(RESULT, True)
        os.closerange(RESULT + 1, 4096)
    else:
        os.closerange(RESULT, 4096)
    if "cwd" in job:
        os.chdir(job["cwd"])
    try:
        os.execvpe(job["argv"][0], job["argv"], os.environ)
    except OSError as problem:
        os.write(2, ("%s: %s\n" % (job["argv"][0], problem)).encode())
        os._exit(127)


def _scratch_file():
    import tempfile

    return os.dup(tempfile.TemporaryFile(dir=".").fileno())


def _call(job):
    """Calls `module.function(argument)` and sends what it returns as JSON."""
    sys.stdin = open(0)
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace")
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    function = getattr(importlib.import_module(job["module"]), job["function"])
    send = json.dumps(function(job.get("argument"))).encode()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    while send:
        send = send[os.write(RESULT, send) :]
    os._exit(0)
