"""A loop that only counts."""

import sys

from timing import timed


def main(size):
    total = 0
    i = 0
    while i < size:
        if i % 3 == 0:
            total += i
        i += 1
    return total


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
