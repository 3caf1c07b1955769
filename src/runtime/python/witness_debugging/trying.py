"""Tries programs on tests: each in a fork of its own, so that none sees what another has done."""

import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import select
import signal
import sys
import time

from . import running

_GRACE_SECONDS = 0.5
_MAX_ANSWER = 8 << 20


def try_programs(request):
    """`request`: {file, module, root, cwd, imports, projectFiles, sources, tests, limitMs, processorMs, forks, stopAtFailure, each, lines}. A source stands for the file,
    which is the module of that name below the folder `root`. `tests` are texts of statements that raise where they fail;
    `limitMs` holds for each, as does `processorMs` for the time of the processor. With `each`, each test has a fork to itself, in which
    `preludes` have run, and with `lines` it tells which lines of the program it ran. Returns for each source a list of [{status: passed | failed | timeout | crashed, message?, lines?}], which ends
    at the first that is not passed where `stopAtFailure` says so."""
    prepare(request)
    return [_tried(request, source) for source in request["sources"]]


class _Compiled(importlib.machinery.SourceFileLoader):
    """A file of the project that was compiled before the fork."""

    def __init__(self, name, file):
        super().__init__(name, file)
        self._code = self.source_to_code(self.get_data(file), file)

    def get_code(self, fullname):
        return self._code


class _CompiledFiles(importlib.abc.MetaPathFinder):
    def __init__(self):
        self.loaders = {}

    def find_spec(self, name, path=None, target=None):
        loader = self.loaders.get(name)
        return loader and importlib.util.spec_from_file_location(name, loader.path, loader=loader)


def prepare(request):
    """Imports and compiles once, before the first fork, what all need; what is missing here is missed where it is asked for."""
    for name in request["imports"]:
        try:
            importlib.import_module(name)
        except Exception:
            pass
    finder = _CompiledFiles()
    for name, file in request["projectFiles"]:
        try:
            finder.loaders[name] = _Compiled(name, file)
        except (OSError, SyntaxError, ValueError):
            pass
    sys.meta_path.insert(0, finder)
    gc.collect()
    gc.freeze()


def survey(request):
    """`request`: {cwd, imports, projectFiles, tests, limitMs, forks}. The result of each test of the project as it is on disk, with
    `files`: [[file below the working folder, [[line, how often it ran]]]]."""
    prepare(request)
    return [forked(request, [test], lambda tell, test=test: running.survey_test(request, test, tell))[0] for test in request["tests"]]


def _tried(request, source):
    tests = request["tests"]
    if not request.get("each"):
        return forked(request, tests, lambda tell: running.run_tests(request, source, tests, tell))
    patient = {**request, "limitMs": 2 * request["limitMs"] + 1000}
    return forked(patient, tests, lambda tell: running.observe_tests(request, source, tests, tell, forked))


def forked(request, tests, run):
    """The results of tests that `run(tell)` runs one after the other in a fork; what a fork that died had not told is
    `crashed`. Where nothing may be forked, this process runs them, and is given up."""
    if not request["forks"]:
        results = []
        run(results.append)
        return results
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        try:
            run(lambda result: _send(writer, result))
        finally:
            os._exit(0)
    os.close(writer)
    seconds = request["limitMs"] / 1000 * (len(tests) + 1) + _GRACE_SECONDS
    text, is_late = _received(reader, time.monotonic() + seconds)
    os.close(reader)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    results = [_parsed(line) for line in text.split(b"\n") if line]
    ended = len(results) < len(tests)
    if ended and not (request.get("stopAtFailure") and results and results[-1]["status"] != "passed"):
        results.append({"status": "timeout" if is_late else "crashed"})
    return results


def _send(writer, result):
    data = json.dumps(result).encode() + b"\n"
    while data:
        data = data[os.write(writer, data) :]


def _received(reader, deadline):
    """What comes until the other end is closed: (bytes, whether it was too late)."""
    chunks, size = [], 0
    while size < _MAX_ANSWER:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return b"".join(chunks), True
        chunk = os.read(reader, 1 << 16)
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks), False


def _parsed(line):
    try:
        return json.loads(line)
    except ValueError:
        return {"status": "crashed"}
