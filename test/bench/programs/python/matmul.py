"""Matrix multiplication with three loops."""

import sys

from timing import timed


def matrix(size, seed):
    return [[(seed * (i + 1) * (j + 2)) % 17 for j in range(size)] for i in range(size)]


def multiply(a, b):
    size = len(a)
    product = [[0] * size for _ in range(size)]
    for i in range(size):
        row = a[i]
        for j in range(size):
            total = 0
            for k in range(size):
                total += row[k] * b[k][j]
            product[i][j] = total
    return product


def main(size):
    product = multiply(matrix(size, 3), matrix(size, 5))
    return sum(map(sum, product))


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
