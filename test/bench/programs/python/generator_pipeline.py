"""Values that pass through a chain of generators."""

import sys

from timing import timed


def numbers(size):
    state = 1
    for _ in range(size):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        yield state


def odd(values):
    for value in values:
        if value & 256:
            yield value


def scaled(values, factor):
    for value in values:
        yield value * factor % 1000


def windows(values, width):
    window = []
    for value in values:
        window.append(value)
        if len(window) == width:
            yield sum(window)
            window.clear()


def both(first, second):
    yield from first
    yield from second


def main(size):
    total = 0
    for value in windows(both(scaled(odd(numbers(size)), 7), scaled(numbers(size // 2), 3)), 4):
        total += value
    return total


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
