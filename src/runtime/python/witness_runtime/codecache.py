"""Instrumented code on disk, as `.pyc` files keep plain code: found by what it was made of, in a folder of Witness.

A file holds a digest and what it is a digest of; what is damaged, too large, or may have been written by somebody else
is not read. Nothing here ever fails: what cannot be kept is made anew."""

import hashlib
import importlib.util
import marshal
import os
import sys
import types

#: No larger file is written or read.
LARGEST = 16 * 1024 * 1024

_DIGEST = 32
_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class CodeCache:
    """`folder` is made when something is kept."""

    def __init__(self, folder):
        self._folder = folder
        self._maker = None
        # The program may exchange what it finds in `os`.
        self._os = types.SimpleNamespace(**{name: getattr(os, name) for name in _NEEDED if hasattr(os, name)})

    def key(self, source, answer):
        """What tells code from other code: the source, the engine's answer, this interpreter and this recorder."""
        if self._maker is None:
            self._maker = _maker()
        digest = hashlib.sha256(self._maker)
        for part in (source, answer):
            digest.update(len(part).to_bytes(8, "little"))
            digest.update(part)
        return digest.digest()

    def get(self, key):
        """What was kept, or None."""
        try:
            data = self._read(self._file(key))
            digest, kept = data[:_DIGEST], memoryview(data)[_DIGEST:]
            if digest != _seal(key, kept):
                return None
            return marshal.loads(kept)
        except Exception:
            return None

    def put(self, key, value):
        try:
            kept = marshal.dumps(value)
            if len(kept) <= LARGEST - _DIGEST:
                self._write(self._file(key), _seal(key, kept) + kept)
        except Exception:
            return

    def _file(self, key):
        return self._folder + os.sep + key.hex()

    def _read(self, file):
        system = self._os
        descriptor = system.open(file, _READ)
        try:
            status = system.fstat(descriptor)
            if not self._is_trusted(status) or status.st_size > LARGEST:
                raise PermissionError(file)
            pieces = []
            while True:
                piece = system.read(descriptor, 1 << 20)
                if not piece:
                    break
                pieces.append(piece)
            system.utime(descriptor if system.utime in os.supports_fd else file)
            return b"".join(pieces)
        finally:
            system.close(descriptor)

    def _is_trusted(self, status):
        """Only we, and the system, may have written a file of ours."""
        if not hasattr(self._os, "geteuid"):
            return True
        return status.st_uid == self._os.geteuid() and status.st_mode & 0o022 == 0 and status.st_nlink == 1

    def _write(self, file, data):
        system = self._os
        system.makedirs(self._folder, 0o700, True)
        unfinished = file + "." + system.urandom(6).hex()
        descriptor = system.open(unfinished, _WRITE, 0o600)
        try:
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[system.write(descriptor, rest) :]
            finally:
                system.close(descriptor)
            system.replace(unfinished, file)
        except BaseException:
            system.unlink(unfinished)
            raise


_NEEDED = ("open", "fstat", "read", "write", "close", "utime", "geteuid", "makedirs", "urandom", "replace", "unlink")


def _seal(key, kept):
    digest = hashlib.sha256(key)
    digest.update(kept)
    return digest.digest()


def _maker():
    """This interpreter and this recorder, as bytes."""
    own = os.path.dirname(os.path.abspath(__file__))
    with os.scandir(own) as entries:
        files = sorted((entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in entries if entry.is_file())
    described = (sys.version, sys.hexversion, sys.flags.optimize, importlib.util.MAGIC_NUMBER, files)
    return hashlib.sha256(repr(described).encode("utf-8")).digest()
