"""The system calls of Linux that Python has no functions for. All raise OSError with the name of the call."""

import ctypes
import os

NEWNS = 0x00020000
NEWCGROUP = 0x02000000
NEWUTS = 0x04000000
NEWIPC = 0x08000000
NEWUSER = 0x10000000
NEWPID = 0x20000000
NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
PR_CAP_AMBIENT_RAISE = 2

CAP_DAC_READ_SEARCH = 2
SECBIT_NO_SETUID_FIXUP = 1 << 2

_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41, "i686": 217, "armv7l": 218, "ppc64le": 203, "s390x": 217}
_libc = ctypes.CDLL(None, use_errno=True)


def _checked(name, result):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (name, os.strerror(number)))


def unshare(flags):
    """Puts this process into new namespaces (its children, for NEWPID)."""
    _checked("unshare", _libc.unshare(ctypes.c_int(flags)))


def mount(source, target, kind=None, flags=0, data=None):
    """mount(2); paths and texts are str."""
    result = _libc.mount(
        _bytes(source), _bytes(target), _bytes(kind), ctypes.c_ulong(flags), _bytes(data)
    )
    _checked("mount %s" % target, result)


def unmount(target):
    """Takes a mount away from view at once, even while it is used."""
    _checked("umount %s" % target, _libc.umount2(_bytes(target), MNT_DETACH))


def pivot_root(new, old):
    """Makes `new` the root folder and puts the old root at `old`."""
    machine = os.uname().machine
    if machine not in _PIVOT_ROOT:
        raise OSError(38, "pivot_root: its number on %s is not known" % machine)
    _checked("pivot_root", _libc.syscall(ctypes.c_long(_PIVOT_ROOT[machine]), _bytes(new), _bytes(old)))


def prctl(option, value=0, more=0):
    zero = ctypes.c_ulong(0)
    arguments = ctypes.c_ulong(value), ctypes.c_ulong(more), zero, zero
    _checked("prctl %d" % option, _libc.prctl(ctypes.c_int(option), *arguments))


def die_with_parent():
    """The kernel kills this process when the one that started it ends. To be said again after a change of user."""
    prctl(PR_SET_PDEATHSIG, 9)


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Data(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


def bar_capabilities(kept=0):
    """No program that is executed from here on gains a capability, but those of the bit mask `kept`."""
    for capability in range(64):
        if kept >> capability & 1:
            continue
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # past the last one that this kernel knows
    try:
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    except OSError:
        pass  # a kernel without ambient capabilities


def keep_capabilities(kept, inherited=0):
    """Gives up all capabilities of this process but those of the bit mask `kept` (of the first 32). Programs that it executes
    get those of `inherited`."""
    header = _Header(0x20080522, 0)
    data = (_Data * 2)(_Data(kept, kept, inherited), _Data(0, 0, 0))
    _checked("capset", _libc.capset(ctypes.byref(header), data))
    for capability in range(32):
        if inherited >> capability & 1:
            prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)


def _bytes(text):
    return None if text is None else os.fsencode(text)
