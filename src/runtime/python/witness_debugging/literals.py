"""Values from the texts of literals: nothing is run to make them."""

import ast

from .states import State
from .tracking import Outcome, Record


class NoLiteral(Exception):
    pass


def value_of(text):
    """Raises NoLiteral."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        raise NoLiteral("%s is not a literal" % (text[:80],)) from None


def values_of(texts):
    return {name: value_of(text) for name, text in texts.items()}


def record_of(described):
    """What a recording says of the blocks and calls of a run. `described`: {"frames": [{parent, block, count, call, path, called?:
    {before, after}}], "runs": [{frame, block, count, before, unknown, outcome?: {kind, after}}]}, values as texts."""
    record, keys = Record(), []
    record.is_partial = True
    for frame in described["frames"]:
        own = ("test", frame["call"]) if frame["parent"] < 0 else (keys[frame["parent"]], frame["block"], frame["count"], frame["call"])
        keys.append(own)
        called = _states(frame.get("called"), "before", "after")
        if called is not None:
            record.calls[own] = [frame["path"], *called]
    for run in described["runs"]:
        key = (keys[run["frame"]], run["block"], run["count"])
        before = _states(run, "before")
        if before is not None:
            record.before[key] = before[0]
            record.unknown[key] = run["unknown"]
        outcome = _states(run.get("outcome"), "after")
        if outcome is not None:
            record.outcomes[key] = Outcome(run["outcome"]["kind"], outcome[0])
    return record


def _states(described, *names):
    """None where one of the values is no literal after all."""
    try:
        return described and [State(values_of(described[name])) for name in names]
    except NoLiteral:
        return None
