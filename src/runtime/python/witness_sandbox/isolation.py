"""Level `isolated` on Linux: own user, mount, process, network, ipc and host-name namespaces, and a view of the file
system that is built anew. Written for user namespaces without privileges; root gives up its own user id as well, so
that limits on processes hold and files in /proc that belong to root cannot be written."""

import os

from . import kernel, view

NOBODY = 65534
_NAMESPACES = (
    kernel.NEWUSER | kernel.NEWNS | kernel.NEWPID | kernel.NEWNET | kernel.NEWIPC | kernel.NEWUTS | kernel.NEWCGROUP
)


def enter(visible, scratch_bytes):
    """Returns only in the confined process, the first of its process namespace. The processes that called it stay
    behind, wait, and end when it ends; all end when their parent does.

    Raises OSError in the calling process where namespaces cannot be had."""
    kernel.die_with_parent()
    ready, go = os.pipe(), os.pipe()
    problems = os.pipe()
    uid, gid = os.getuid(), os.getgid()
    child = os.fork()
    if child == 0:
        try:
            kernel.die_with_parent()
            kernel.unshare(_NAMESPACES)
            os.write(ready[1], b"1")
            if os.read(go[0], 1) != b"1":
                os._exit(1)
            inner = os.fork()
            if inner != 0:
                _forget(0, 1, ready[0], ready[1], go[0], go[1], problems[0], problems[1])
                _end_like(inner)
            kernel.die_with_parent()
            _settle(uid, visible, scratch_bytes)
        except BaseException as problem:
            os.write(problems[1], str(problem).encode("utf-8", "replace")[:500])
            os._exit(1)
        for fd in (*ready, *go, *problems):
            os.close(fd)
        return
    for fd in (ready[1], go[0], problems[1]):
        os.close(fd)
    if os.read(ready[0], 1) == b"1":
        _map_users(child, uid, gid)
        os.write(go[1], b"1")
    said = os.read(problems[0], 500)  # empty when the confined process has closed its end
    if said:
        os.waitpid(child, 0)
        raise OSError(said.decode("utf-8", "replace"))
    _forget(0, 1)
    _end_like(child)


def split_off(scratch_bytes):
    """Gives the children of this process a process namespace, mounts and scratch folder of their own."""
    kernel.unshare(kernel.NEWPID | kernel.NEWNS | kernel.NEWIPC)
    view.new_scratch(scratch_bytes)


def give_up_privileges(executes):
    """What is left may read what its user may read, and nothing else; so may a program that it `executes`."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kept = 1 << kernel.CAP_DAC_READ_SEARCH if os.getuid() == 0 else 0
    inherited = kept if executes else 0
    kernel.bar_capabilities(inherited)
    if kept:
        kernel.prctl(kernel.PR_SET_KEEPCAPS, 1)
        if inherited:
            # access(2) would leave the right out of account.
            kernel.prctl(kernel.PR_SET_SECUREBITS, kernel.SECBIT_NO_SETUID_FIXUP)
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    kernel.keep_capabilities(kept, inherited)
    kernel.die_with_parent()


def _settle(uid, visible, scratch_bytes):
    if uid == 0:
        os.setresgid(0, 0, 0)
        os.setresuid(0, 0, 0)
    try:
        with open("/proc/sys/user/max_user_namespaces", "w") as file:
            file.write("0")
    except OSError:
        pass  # a second wall: inner user namespaces get no hold on mounts that are locked here
    view.build(visible, scratch_bytes)
    os.chdir(view.SCRATCH)


def _map_users(pid, uid, gid):
    """Maps the user to itself; root to root and nobody, so that it can become nobody."""
    if uid == 0:
        _write("/proc/%d/uid_map" % pid, "0 0 1\n%d %d 1\n" % (NOBODY, NOBODY))
        _write("/proc/%d/gid_map" % pid, "0 0 1\n%d %d 1\n" % (NOBODY, NOBODY))
        return
    _write("/proc/%d/setgroups" % pid, "deny")
    _write("/proc/%d/uid_map" % pid, "%d %d 1\n" % (uid, uid))
    _write("/proc/%d/gid_map" % pid, "%d %d 1\n" % (gid, gid))


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)


def _forget(*descriptors):
    for fd in descriptors:
        try:
            os.close(fd)
        except OSError:
            pass


def _end_like(child):
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
