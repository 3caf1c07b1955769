"""Functions of the standard library that are known to be fine: the first ones of each module, in a fixed order."""

import ast
import importlib.util

MODULES = (
    "argparse ast asyncio.events base64 bdb cmd codeop collections colorsys configparser contextlib copy csv dataclasses "
    "difflib dis email.message fileinput filecmp fnmatch ftplib functools getopt gettext glob gzip html.parser http.cookies "
    "imaplib inspect ipaddress json.decoder linecache locale logging mailbox mimetypes netrc nntplib numbers optparse pdb "
    "pickle plistlib poplib pprint profile queue random sched selectors shlex shutil smtplib sndhdr socketserver statistics "
    "string tarfile tempfile textwrap threading timeit tokenize traceback types urllib.parse uuid weakref zipfile"
).split()
PER_MODULE = 4


def functions(count):
    """[[module, first line, last line]] of functions and methods of at least five lines."""
    found = []
    for name in MODULES:
        try:
            path = importlib.util.find_spec(name).origin
            with open(path, encoding="utf-8") as file:
                source = file.read()
        except (ImportError, AttributeError, OSError):
            continue
        lines = source.split("\n")
        taken = 0
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 5 and taken < PER_MODULE:
                taken += 1
                text = lines[node.lineno - 1 : node.end_lineno]
                indent = len(text[0]) - len(text[0].lstrip())
                dedented = "\n".join(line[indent:] if line[:indent].isspace() or not indent else line for line in text)
                found.append({"name": "%s.%s" % (name, node.name), "source": dedented, "context": source})
    return found[:count]
