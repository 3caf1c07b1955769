"""Runs jobs in forks and waits for them within their limits."""

import json
import os
import select
import signal
import time
import traceback

from . import jobs
from .limits import Limits, counts_by_namespace, use_of
from .output import Capture

_RESULT_BYTES = 8 << 20
_WATCH_SECONDS = 0.05


class Server:
    """One job at a time; the process itself never runs a job's code."""

    def __init__(self, level, settings):
        self.isolated = level == "isolated" and not settings.get("confinedAlready")
        self.level = level
        self.settings = settings
        self.counts_processes = self.isolated and counts_by_namespace()

    def serve(self, read_line, say):
        while True:
            line = read_line(0)
            if not line:
                os._exit(0)
            job = json.loads(line)
            answer = self._run(job)
            answer["id"] = job["id"]
            say(answer)

    def _run(self, job):
        limits = Limits({**self.settings, **job})
        started = time.monotonic()
        pipes = [os.pipe() for _ in range(3)]
        pid = os.fork()
        if pid == 0:
            try:
                for reader, _ in pipes:
                    os.close(reader)
                jobs.become(job, [writer for _, writer in pipes], limits, self)
            except BaseException:
                os.write(2, traceback.format_exc().encode())
            finally:
                os._exit(70)
        for _, writer in pipes:
            os.close(writer)
        watch = _Watch(pid, [reader for reader, _ in pipes], limits, self.isolated)
        stopped = watch.until_ended(started + limits.seconds)
        status = watch.status()
        result, out, err = watch.captures
        return {
            "result": None if result.total == 0 or result.total > _RESULT_BYTES else result.text(),
            "exitCode": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "signal": signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else None,
            "stopped": stopped,
            "stdout": out.text(),
            "stderr": err.text(),
            "stdoutBytes": out.total,
            "truncated": out.total > 2 * out.kept or err.total > 2 * err.kept,
            "ms": round((time.monotonic() - started) * 1000, 2),
        }


class _Watch:
    """Collects what a job says until it has ended or goes over a limit."""

    def __init__(self, pid, readers, limits, isolated):
        self.pid = pid
        self.limits = limits
        self.isolated = isolated
        self.captures = [Capture(_RESULT_BYTES), Capture(limits.output // 64), Capture(limits.output // 64)]
        self.open = dict(zip(readers, self.captures))
        self.exit = None
        self.own = {os.getpid(), pid}

    def until_ended(self, deadline):
        """Which limit ended the job, or None. All that the job has started has ended afterwards, when isolated."""
        stopped = None
        looked = time.monotonic()
        while self.open and stopped is None:
            now = time.monotonic()
            wait = min(_WATCH_SECONDS, max(0, deadline - now))
            for reader in select.select(list(self.open), [], [], wait)[0]:
                self._read(reader)
            if self._has_ended():
                break
            now = time.monotonic()
            if now > deadline:
                stopped = "time"
            elif sum(capture.total for capture in self.captures) > self.limits.output + _RESULT_BYTES:
                stopped = "output"
            elif now - looked > _WATCH_SECONDS:
                looked = now
                stopped = self._over_limit()
        self._end()
        while self.open and select.select(list(self.open), [], [], 0)[0]:
            for reader in select.select(list(self.open), [], [], 0)[0]:
                self._read(reader)
        for reader in self.open:
            os.close(reader)
        return stopped

    def status(self):
        return self.exit

    def _read(self, reader):
        data = os.read(reader, 1 << 16)
        if data:
            self.open[reader].add(data)
        else:
            os.close(reader)
            del self.open[reader]

    def _over_limit(self):
        if not self.isolated:
            return None
        use = use_of(self.own)
        if use is None:
            return None
        if use[0] > self.limits.memory:
            return "memory"
        return "processes" if use[1] > 4 * self.limits.processes else None

    def _has_ended(self):
        if self.exit is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.exit = status if pid else None
        return self.exit is not None

    def _end(self):
        if self.exit is None and self.open:
            # Of a job in a process group of its own, the others go, too; a namespace ends with its first process.
            for kill in (os.killpg, os.kill):
                try:
                    kill(self.pid, signal.SIGKILL)
                except OSError:
                    pass
        elif self.exit is not None and not self.isolated:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except OSError:
                pass
        if self.exit is None:
            self.exit = os.waitpid(self.pid, 0)[1]
