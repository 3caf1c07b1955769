"""Plain recursion."""

import sys

from timing import timed


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def main(size):
    return fib(size)


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
