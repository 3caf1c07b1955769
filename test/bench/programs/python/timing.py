"""Runs a program's `main` and prints what it computed, how long that took in seconds of wall and processor time, and the
largest memory of the process until then, in bytes, where the system tells it."""

import json
import sys
import time


def timed(main, size):
    wall, processor = time.perf_counter(), time.process_time()
    result = main(size)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    measured = {"result": result, "wall": wall, "processor": processor, "peak": peak_memory()}
    sys.stdout.write("\n" + json.dumps(measured) + "\n")


def peak_memory():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            line = next(line for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return None
    return int(line.split()[1]) * 1024
