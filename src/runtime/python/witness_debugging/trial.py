"""A block on trial: the program runs with the states that another program, which passes the test, has at that block."""

import os
import sys

from . import running
from .literals import NoLiteral, record_of, values_of
from .states import differing, same
from .stating import Stating
from .tracking import Forcing, Tracker
from .trying import forked, prepare
from .weaving import TRACKER, woven

_MOST_NAMES = 6


def trial(request):
    """`request`: {file, module, root, cwd, imports, projectFiles, test, limitMs, processorMs, forks, program, other, blocks}, where `program` and `other` are
    {source, blocks, functions, labels} as `woven` takes them, and `blocks` limits which ones are tried (labels), or is null. `recorded` in the place of
    `other` is what a recording of a passing run says, as `record_of` takes it, by the labels of the program. Returns [{"other":
    result}, {"program": result, "ran": [label], "divergence": …}, {"label", "side", result…}, …]; it ends after the first
    where the other program does not pass."""
    prepare(request)
    tests = [None] * (2 + 2 * len(request["program"]["labels"]))
    seconds = {**request, "limitMs": request["limitMs"] * 1.2}
    return [item for item in forked(seconds, tests, lambda tell: _held_trial(request, tell)) if "status" not in item or "label" in item or "ran" in item]


def _held_trial(request, tell):
    running.quiet()
    request = {**request, "known": set(sys.modules)}
    for name in ("other", "program"):
        if name in request:
            request[name] = {**request[name], "code": _compiled(request[name], request["file"])}
    if "recorded" in request:
        request["other"], record, functions = request["program"], record_of(request["recorded"]), {}
        tell({"other": {"status": "passed"}})
    else:
        tracker = Tracker(request["other"]["labels"])
        result, _ = _run(request, request["other"], tracker, [])
        tell({"other": result})
        if result["status"] != "passed":
            return
        record = tracker.record
        functions = _functions(sys.modules[request["module"]], request["other"])
    [plain] = forked(request, [None], lambda inner: _observed(request, record, inner))
    tell(plain if "ran" in plain else {"program": plain, "ran": []})
    wanted = request["blocks"]
    for label in plain.get("ran", ()):
        if wanted is not None and label not in wanted:
            continue
        for side in ("entry", "exit"):

            def force(inner, label=label, side=side):
                _forced(request, record, functions, label, side, inner)

            [found] = forked(request, [None], force)
            tell({"label": label, "side": side, "forced": 0, "missing": 0, "unknown": 0, **found})


def stated(request):
    """`request` as of `trial`, without another program; `states`: [{"label", "side", "said"}], the last two as `Stating` takes them. Returns [{"program": result}, {"label",
    "side", result…}, …], or [{"noLiteral": why}]."""
    try:
        for item in request["states"]:
            for said in item["said"]:
                values_of(said["values"])
    except NoLiteral as problem:
        return [{"noLiteral": str(problem)}]
    prepare(request)
    seconds = {**request, "limitMs": request["limitMs"] * 1.2}
    tests = [None] * (1 + len(request["states"]))
    return [item for item in forked(seconds, tests, lambda tell: _held_stated(request, tell)) if "status" not in item or "label" in item]


def _held_stated(request, tell):
    running.quiet()
    request = {**request, "known": set(sys.modules)}
    request["program"] = {**request["program"], "code": _compiled(request["program"], request["file"])}
    [plain] = forked(request, [None], lambda inner: inner(_run(request, request["program"], Tracker(request["program"]["labels"]), [])[0]))
    tell({"program": plain})
    for item in request["states"]:

        def force(inner, item=item):
            namespaces = []
            tracker = Stating(request["program"]["labels"], item["side"], item["said"], namespaces)
            result, _ = _run(request, request["program"], tracker, namespaces)
            told = {"forced": tracker.forced, "missing": tracker.missing, "unknown": tracker.unknown}
            inner({**result, **told, "isCalledByTest": tracker.is_called_by_test})

        [found] = forked(request, [None], force)
        nothing = {"forced": 0, "missing": 0, "unknown": 0, "isCalledByTest": False}
        tell({"label": item["label"], "side": item["side"], **nothing, **found})


def _compiled(program, file):
    """The program with calls of a tracker; where it cannot be compiled, the tree, which fails where it is loaded."""
    tree = woven(program["source"], file, program)
    try:
        return compile(tree, file, "exec", 0, True)
    except (SyntaxError, ValueError, RecursionError):
        return tree


def _run(request, program, tracker, namespaces):
    """(result of the test, names that it saw)"""
    _forget(request)
    limits = running.limits_of(request)
    module, failure = running.loaded({**request, "source": program["code"]}, None, limits, {TRACKER: tracker})
    names = dict(module.__dict__)
    namespaces.append(names)
    return failure or running.tested(request["test"], names, module.__file__, None, limits), names


def _forget(request):
    """What was imported for one program is imported anew for the next."""
    roots = tuple(os.path.join(request[name], "") for name in ("root", "cwd") if request[name] != "/")
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if name not in request["known"] and (name == request["module"] or (roots and file.startswith(roots))):
            del sys.modules[name]


def _functions(module, program):
    """The functions of a program by their paths, without those in other functions."""

    def find(path):
        found = module
        for part in path.split("."):
            found = getattr(found, part, None) if found is module else vars(found).get(part) if isinstance(found, type) else None
        return found if type(found).__name__ == "function" else None

    return {item["path"]: find(item["path"]) for item in program["functions"]}


def _observed(request, record, tell):
    tracker = Tracker(request["program"]["labels"])
    result, _ = _run(request, request["program"], tracker, [])
    shared = set(request["other"]["labels"])
    ran = list(dict.fromkeys(label for _, label, _ in tracker.record.before if label in shared))
    tell({"program": result, "ran": ran, "divergence": _divergence(record, tracker.record)})


def _divergence(expected, actual):
    """The first block that starts from what it should and ends otherwise."""
    for key in actual.order:
        before, should = expected.before.get(key), expected.outcomes.get(key)
        if before is None or should is None or key not in actual.before or key not in actual.outcomes:
            continue
        was = actual.outcomes[key]
        names = set(before.roots) | (set() if expected.is_partial else set(actual.before[key].roots))
        if not same(before, actual.before[key], names):
            continue
        names = differing(was.state, should.state)[:_MOST_NAMES]
        if names or was.kind != should.kind:
            values = [
                {
                    "name": name,
                    "expected": should.state.text(name),
                    **({"actual": was.state.text(name)} if name in was.state.roots else {}),
                }
                for name in names
            ]
            ends = {"raise": "raises " + type(was.problem).__name__ if was.kind == "raise" else ""}
            return {"label": key[1], "run": key[2], "values": values, "expectedEnd": should.kind, "actualEnd": ends.get(was.kind, was.kind)}
    return None


def _forced(request, record, functions, label, side, tell):
    written = request["other"]["written"].get(str(label), ())
    namespaces = []
    tracker = Forcing(request["program"]["labels"], record, label, side, written, namespaces, functions.get)
    result, _ = _run(request, request["program"], tracker, namespaces)
    tell({**result, "forced": tracker.forced, "missing": tracker.missing, "unknown": tracker.unknown})
