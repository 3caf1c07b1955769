"""Level `limited`: an audit hook that refuses what would touch the world outside of the scratch folder. It stops
accidents; code that means to can get around it."""

import errno
import os
import sys

_NEVER = (
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "os.forkpty",
    "pty.spawn", "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "ctypes.dlopen", "ctypes.dlsym", "os.kill", "os.killpg", "signal.pthread_kill",
    "os.setxattr", "syslog.syslog", "winreg.CreateKey", "winreg.SetValue", "webbrowser.open",
)  # fmt: skip
_CHANGES_PATHS = (
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate",
    "os.utime", "shutil.rmtree", "shutil.move", "shutil.copyfile", "shutil.chown", "sqlite3.connect",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def refuse_outside(scratch):
    """From here on, this process is refused what is not its own; a hook cannot be taken out again."""
    root = os.path.realpath(scratch)
    realpath, fspath, fsdecode = os.path.realpath, os.fspath, os.fsdecode

    def is_own(path):
        if isinstance(path, int) or path is None:
            return True
        place = realpath(fsdecode(fspath(path)))
        return place == root or place.startswith(root + os.sep) or place == "/dev/null"

    def hook(event, arguments):
        if event == "open":
            path, mode, flags = arguments
            writes = (flags or 0) & _WRITING if mode is None else any(letter in mode for letter in "wax+")
            if writes and not is_own(path):
                _refuse(event, path)
        elif event in _CHANGES_PATHS:
            paths = arguments[:2] if event in ("os.rename", "os.link", "shutil.move", "shutil.copyfile") else arguments[:1]
            if event == "os.symlink":
                paths = arguments[1:2]
            for path in paths:
                if not is_own(path):
                    _refuse(event, path)
        elif event in _NEVER:
            _refuse(event, "")

    sys.addaudithook(hook)


def _refuse(event, path):
    raise PermissionError(errno.EACCES, "%s is not allowed at this level" % event, str(path))
