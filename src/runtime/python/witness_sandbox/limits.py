"""Limits that the kernel keeps for one job, and what is left to watch from outside."""

import os
import resource
import sys


class Limits:
    """What a job may use; all sizes in bytes."""

    def __init__(self, settings):
        self.seconds = settings.get("limitMs", 5000) / 1000
        self.memory = settings.get("memory", 1 << 30)
        # Some programs reserve far more addresses than they ever use.
        self.addresses = settings.get("addresses", self.memory + (256 << 20))
        self.processes = settings.get("processes", 64)
        self.output = settings.get("output", 8 << 20)
        self.file = settings.get("file", 64 << 20)
        self.scratch = settings.get("scratch", 64 << 20)

    def apply(self, counts_processes):
        """To this process and all that it starts. Each process may have as much memory as all may have together."""
        _set(resource.RLIMIT_CORE, 0)
        _set(resource.RLIMIT_CPU, int(self.seconds) + 1)
        _set(resource.RLIMIT_FSIZE, self.file)
        _set(resource.RLIMIT_NOFILE, 256)
        if sys.platform != "darwin":  # its address spaces are huge by themselves
            _set(resource.RLIMIT_AS, self.addresses)
        if counts_processes:
            _set(resource.RLIMIT_NPROC, self.processes)


def counts_by_namespace():
    """Whether the kernel counts a user's processes for each user namespace (Linux 5.14), not over the whole machine."""
    try:
        major, minor = os.uname().release.split(".")[:2]
        return (int(major), int("".join(filter(str.isdigit, minor)) or 0)) >= (5, 14)
    except ValueError:
        return False


def use_of(own):
    """(bytes resident, number of processes) of all processes that can be seen here but those in `own`; None where
    there is no telling."""
    total, count = 0, 0
    try:
        names = os.listdir("/proc")
    except OSError:
        return None
    for name in names:
        if not name.isdigit() or int(name) in own:
            continue
        try:
            with open("/proc/%s/statm" % name) as file:
                fields = file.read().split()
        except OSError:
            continue  # it has ended meanwhile
        count += 1
        # Pages shared with the pristine process cost nothing, as far as they are files.
        total += (int(fields[1]) - int(fields[2])) * resource.getpagesize()
    return total, count


def _set(kind, value):
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))
