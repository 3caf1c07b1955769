"""Runs a program of this folder under another tracer: traced_by.py TOOL PROGRAM SIZE. Each tool traces the program's own
file and writes what it finds to nowhere; its imports and its report are not timed."""

import importlib
import os
import sys

from timing import timed


def main():
    tool, name, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
    program = importlib.import_module(name)
    timed(TOOLS[tool](program), size)


def settrace(program):
    """The least that a tracer with values does: the locals of every line, copied."""
    seen = []

    def trace(frame, event, argument):
        if frame.f_code.co_filename != program.__file__:
            return None
        seen.append((frame.f_lineno, dict(frame.f_locals)))
        if len(seen) > 1000:
            seen.clear()
        return trace

    def traced(size):
        sys.settrace(trace)
        try:
            return program.main(size)
        finally:
            sys.settrace(None)

    return traced


def trace(program):
    """As `python -m trace --trace`: the order of lines, printed."""
    module = importlib.import_module("trace")
    tracer = module.Trace(count=False, trace=True)

    def traced(size):
        output, sys.stdout = sys.stdout, open(os.devnull, "w")
        try:
            return tracer.runfunc(program.main, size)
        finally:
            sys.stdout = output

    return traced


def coverage(program):
    measuring = importlib.import_module("coverage").Coverage(branch=True, data_file=None)

    def traced(size):
        measuring.start()
        try:
            return program.main(size)
        finally:
            measuring.stop()

    return traced


def pysnooper(program):
    snoop = importlib.import_module("pysnooper").snoop(os.devnull, depth=100)

    def traced(size):
        with snoop:
            return program.main(size)

    return traced


def hunter(program):
    module = importlib.import_module("hunter")
    printer = module.VarsSnooper(stream=open(os.devnull, "w"))

    def traced(size):
        with module.trace(filename=program.__file__, action=printer):
            return program.main(size)

    return traced


def snoop(program):
    module = importlib.import_module("snoop")
    module.install(out=open(os.devnull, "w"), color=False)

    def traced(size):
        with module.snoop(depth=100):
            return program.main(size)

    return traced


def viztracer(program):
    tracer = importlib.import_module("viztracer").VizTracer(verbose=0, log_func_args=True)

    def traced(size):
        tracer.start()
        try:
            return program.main(size)
        finally:
            tracer.stop()

    return traced


TOOLS = {tool.__name__: tool for tool in (settrace, trace, coverage, pysnooper, hunter, snoop, viztracer)}

main()
