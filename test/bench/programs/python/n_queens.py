"""All placements of queens, by backtracking."""

import sys

from timing import timed


def place(row, size, columns, rising, falling):
    if row == size:
        return 1
    found = 0
    for column in range(size):
        if columns[column] or rising[row + column] or falling[row - column + size]:
            continue
        columns[column] = rising[row + column] = falling[row - column + size] = True
        found += place(row + 1, size, columns, rising, falling)
        columns[column] = rising[row + column] = falling[row - column + size] = False
    return found


def main(size):
    return place(0, size, [False] * size, [False] * 2 * size, [False] * (2 * size + 1))


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
