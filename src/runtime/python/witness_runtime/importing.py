"""The import hook: modules of the workspace are compiled with probes in them.

Their `.pyc` files are neither read nor written, so a recorded run leaves no trace in the user's folders."""

import hashlib
import importlib.machinery
import os
import sys

from . import pytest_hooks
from .channel import BLOCKS, BLOCKS_WANTED, MODULE, ChannelLost
from .compiling import compile_recorded

#: How long a module waits for its block plan before it is recorded statement by statement.
ANSWER_SECONDS = 5.0


class Workspace:
    """Decides which files are recorded and compiles them. Without a channel none is."""

    def __init__(self, roots, excluded, channel, recorder, cache=None, unsaved=None):
        self.roots = [os.path.join(os.path.realpath(root), "") for root in roots]
        self.excluded = [os.path.join(os.path.realpath(folder), "") for folder in excluded]
        self.channel = channel
        self.recorder = recorder
        #: Where instrumented code is kept for later runs.
        self.cache = cache
        #: Copies of texts that run instead of what files hold, by the files' paths.
        self.unsaved = unsaved or {}
        #: Is told what becomes of each test, where tests are what is run.
        self.tests = None

    def owns(self, path):
        real = os.path.realpath(path)
        if any(real.startswith(folder) for folder in self.excluded):
            return False
        if not any(real.startswith(root) for root in self.roots):
            return False
        return not any(part in _FOREIGN for part in real.split(os.sep))

    def compile(self, source, path):
        """Recorded code of a module; plain code where recording it fails. Raises the program's own SyntaxError."""
        code = self._compile_recorded(source, path)
        # Outside of any handler, so that a SyntaxError of the program is raised as in a plain run.
        return code if code is not None else compile(source, path, "exec", dont_inherit=True)

    def _compile_recorded(self, source, path):
        return self.recorded(source, path, self._make)

    def _make(self, source, path, answer, recorder):
        cache = self.cache if isinstance(source, bytes) else None
        return compile_recorded(source, path, answer, recorder, cache)

    def recorded(self, source, path, make):
        """What `make(source, path, blocks, recorder)` makes of a module, whose meaning is announced; None where it
        cannot."""
        if self.channel is None:
            return None
        try:
            answer = self._ask_for_blocks(source, path)
            made, meaning = make(source, path, answer, self.recorder)
            meaning["path"] = path
            self.channel.send_json(MODULE, meaning)
            return made
        except ChannelLost:
            self.recorder.stop()
        except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
            self._tell_unrecorded(path, problem)
        return None

    def _ask_for_blocks(self, source, path):
        """The engine's plan as bytes of JSON, or None."""
        data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
        self.channel.send_json(BLOCKS_WANTED, {"path": path, "sha256": hashlib.sha256(data).hexdigest()})
        reply = self.channel.receive(ANSWER_SECONDS)
        if reply is None or reply[0] != BLOCKS:
            return None
        return None if reply[1] == b"null" else reply[1]

    def _tell_unrecorded(self, path, problem):
        try:
            self.channel.send_json(MODULE, {"path": path, "unrecorded": type(problem).__name__})
        except ChannelLost:
            self.recorder.stop()


_FOREIGN = frozenset({"site-packages", "dist-packages", "node_modules"})


class RecordingLoader(importlib.machinery.SourceFileLoader):
    """A source loader whose code carries probes and never touches the bytecode cache."""

    def __init__(self, fullname, path, workspace):
        super().__init__(fullname, path)
        self._workspace = workspace

    def get_data(self, path):
        copy = self._workspace.unsaved.get(os.path.realpath(path))
        if copy is None:
            return super().get_data(path)
        data = super().get_data(copy)
        _show_in_tracebacks(path, data)
        return data

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return self._workspace.compile(self.get_data(path), path)


def _show_in_tracebacks(path, data):
    import linecache
    from importlib.util import decode_source

    text = decode_source(data)
    # Entries without a time are never compared with the file.
    linecache.cache[path] = (len(text), None, text.splitlines(True), path)


class RecordingFinder:
    """Takes over the modules of the workspace. Stands on sys.meta_path where Python looks through folders: what the
    interpreter has built in or frozen comes before a file of that name, as in a plain run."""

    def __init__(self, workspace):
        self._workspace = workspace

    def find_spec(self, fullname, path=None, target=None):
        if fullname in pytest_hooks.WATCHED:
            return pytest_hooks.watched_spec(fullname, path, target, self._workspace)
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or type(spec.loader) is not importlib.machinery.SourceFileLoader:
            return None
        if spec.origin is None or not self._workspace.owns(spec.origin):
            return None
        spec.loader = RecordingLoader(spec.loader.name, spec.loader.path, self._workspace)
        return spec

    def install(self):
        finders = sys.meta_path
        path_finder = importlib.machinery.PathFinder
        finders.insert(finders.index(path_finder) if path_finder in finders else len(finders), self)
