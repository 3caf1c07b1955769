"""The file system as a confined program sees it: system, interpreter and workspace read-only, scratch in memory."""

import os
import stat

from . import kernel

SCRATCH = "/scratch"
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/nix/store")
_SETTINGS = (
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/timezone",
    "/etc/mime.types",
    "/etc/alternatives",
    "/etc/debian_version",
    "/etc/os-release",
)
_DEVICES = ("null", "zero", "full", "random", "urandom")


def build(visible, scratch_bytes):
    """Replaces the root folder of this mount namespace. `visible` are paths that stay, read-only."""
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    # Any folder will do to build on; the mount hides it from this namespace only.
    base = "/tmp"
    kernel.mount("witness", base, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "mode=755,size=4m")
    originals = os.path.join(base, ".old")
    os.mkdir(originals)
    kernel.pivot_root(base, originals)
    os.chdir("/")
    targets = [_show(path, "/.old") for path in _outermost([*_SYSTEM, *_SETTINGS, *visible])]
    for path in targets:
        if path is not None and not os.path.exists(path):
            _show(path, "/.old")
    _devices("/.old")
    _accounts()
    os.mkdir(SCRATCH)
    # Where a workspace lies in /tmp, it is to be seen there.
    if not os.path.lexists("/tmp"):
        os.symlink(SCRATCH, "/tmp")
    new_scratch(scratch_bytes)
    has_processes = _processes()
    kernel.unmount("/.old")
    os.rmdir("/.old")
    kernel.mount(None, "/", None, kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV)
    return has_processes


def new_scratch(size):
    """An empty scratch folder of at most `size` bytes over the one before."""
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("scratch", SCRATCH, "tmpfs", flags, "mode=1777,size=%d,nr_inodes=20000" % size)


def put_over(path, text):
    """Shows a text in the place of a file, read-only, to what runs in this mount namespace."""
    source = os.path.join(SCRATCH, ".over")
    with open(source, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    os.chmod(source, 0o444)
    kernel.mount(source, path, None, kernel.MS_BIND)
    kernel.mount(None, path, None, kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV)
    os.unlink(source)


def new_processes():
    """Shows the processes of the innermost process namespace, if the old ones were shown."""
    if os.path.exists("/proc/self"):
        _processes()


def _processes():
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC | kernel.MS_RDONLY
    if not os.path.isdir("/proc"):
        os.mkdir("/proc")
    try:
        kernel.mount("proc", "/proc", "proc", flags)
        return True
    except OSError:
        return False  # not allowed in some containers; programs do without


def _outermost(paths):
    """Paths without those that lie in another one, parents first."""
    kept = []
    for path in sorted({os.path.normpath(p) for p in paths if p and p != "/" and os.path.isabs(p)}):
        if not any(path.startswith(other + "/") for other in kept):
            kept.append(path)
    return kept


def _show(path, old):
    """Brings a path into the new view; of a symbolic link, returns where it leads."""
    source = old + path
    try:
        mode = os.lstat(source).st_mode
    except OSError:
        return None
    if not os.path.isdir(os.path.dirname(path)):
        os.makedirs(os.path.dirname(path), 0o755, exist_ok=True)
    if os.path.lexists(path):
        return None
    if stat.S_ISLNK(mode):
        target = os.readlink(source)
        os.symlink(target, path)
        return os.path.normpath(os.path.join(os.path.dirname(path), target))
    if stat.S_ISDIR(mode):
        os.mkdir(path)
    elif stat.S_ISREG(mode):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o644))
    else:
        return None
    kernel.mount(source, path, None, kernel.MS_BIND | kernel.MS_REC)
    _make_read_only(path, old)
    return None


def _make_read_only(path, old):
    """A bind mount brings what is mounted below along, each with its own flags; locked ones must be said again."""
    table = "/proc/self/mountinfo"
    with open(old + table) as lines:
        points = [_plain(line.split()[4]) for line in lines]
    for point in points:
        if point != path and not point.startswith(path + "/"):
            continue
        flags = kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV
        if os.statvfs(point).f_flag & os.ST_NOEXEC:
            flags |= kernel.MS_NOEXEC
        kernel.mount(None, point, None, kernel.MS_REMOUNT | kernel.MS_BIND | flags | _times(point))


def _plain(text):
    """A path of mountinfo, which writes blanks and backslashes as octal numbers."""
    for code in (0o40, 0o11, 0o12):
        text = text.replace("\\%03o" % code, chr(code))
    return text.replace("\\134", "\\")


def _times(point):
    """Flags on access times are locked, too, where they came from another user namespace."""
    flag = os.statvfs(point).f_flag
    return flag & (os.ST_NOATIME | os.ST_NODIRATIME | os.ST_RELATIME) if hasattr(os, "ST_NOATIME") else 0


def _devices(old):
    os.mkdir("/dev")
    for name in _DEVICES:
        path = "/dev/" + name
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o666))
        kernel.mount(old + path, path, None, kernel.MS_BIND)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(target, "/dev/" + name)
    os.mkdir("/dev/shm")
    kernel.mount("shm", "/dev/shm", "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "mode=1777,size=16m,nr_inodes=100")


def _accounts():
    os.makedirs("/etc", exist_ok=True)
    with open("/etc/passwd", "w") as file:
        file.write("user:x:%d:%d::%s:/bin/sh\n" % (os.getuid(), os.getgid(), SCRATCH))
    with open("/etc/hosts", "w") as file:
        file.write("127.0.0.1 localhost\n")
