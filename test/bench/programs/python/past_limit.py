"""Computes in C for ever, while a child writes for how long it has been alive: past_limit.py FILE."""

import os
import sys
import time


def beat(start, path):
    with open(path, "w") as file:
        while True:
            file.seek(0)
            file.write("%.3f" % (time.monotonic() - start))
            file.flush()
            time.sleep(0.01)


start = time.monotonic()
if os.fork() == 0:
    beat(start, sys.argv[1])
sum(range(10**12))
