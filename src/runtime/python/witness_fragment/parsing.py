"""Reads code that has syntax errors: what cannot be parsed is left out, with as little as possible around it."""

import ast
import re

_MAX_ERRORS = 80


def readable(source):
    """The text with what cannot be parsed left out, and the numbers of the lines that are missing. Lines stay where they
    are."""
    lines = source.split("\n")
    unread = set()
    for _ in range(_MAX_ERRORS):
        try:
            ast.parse("\n".join(lines))
            return "\n".join(lines), sorted(unread)
        except (SyntaxError, ValueError) as problem:
            line = min(max(getattr(problem, "lineno", None) or 1, 1), len(lines))
            left_out = _leave_out(lines, _culprit(lines, line, str(problem)))
            if not left_out:
                break
            unread |= left_out
    return "", list(range(1, len(lines) + 1))


def _culprit(lines, line, message):
    """The line that is to go. Of a block that is not there, and of a `try` that nothing follows, it is the header."""
    header = re.search(r"after .* on line (\d+)", message)
    if header:
        return int(header.group(1))
    if "expected 'except' or 'finally'" in message:
        depth = _indent(lines[line - 1])
        for number in range(line - 1, 0, -1):
            if re.match(r"\s*try\s*:", lines[number - 1]) and _indent(lines[number - 1]) >= depth:
                return number
    while line > 1 and not lines[line - 1].strip():
        line -= 1
    return line


def _leave_out(lines, line):
    """Puts `pass` in the place of a line, and nothing in that of the lines below that belong to it."""
    text = lines[line - 1]
    if not text.strip():
        return set()
    depth = _indent(text)
    gone = {line}
    is_pass = text.strip() == "pass"
    lines[line - 1] = "" if is_pass else text[:depth] + "pass"
    # What stands deeper is its block, or the rest of a statement over several lines.
    for number in range(line + 1, len(lines) + 1):
        below = lines[number - 1]
        if below.strip() and _indent(below) <= depth:
            break
        if below.strip():
            gone.add(number)
        lines[number - 1] = ""
    return gone


def _indent(text):
    return len(text) - len(text.lstrip())
