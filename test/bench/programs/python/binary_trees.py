"""Trees that are built and counted by recursion."""

import sys

from timing import timed


def make(depth):
    if depth == 0:
        return (None, None)
    depth -= 1
    return (make(depth), make(depth))


def count(node):
    left, right = node
    if left is None:
        return 1
    return 1 + count(left) + count(right)


def main(size):
    total = 0
    for depth in range(4, size + 1, 2):
        trees = 1 << (size - depth)
        for _ in range(trees):
            total += count(make(depth))
    return total


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
