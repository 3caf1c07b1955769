"""Fannkuch: flips of permutations, whose branches no pattern foretells."""

import sys

from timing import timed


def flips_of(size):
    permutation = list(range(size))
    counts = list(range(1, size + 1))
    most = 0
    checksum = 0
    parity = 1
    while True:
        first = permutation[0]
        if first != 0:
            flipped = permutation[:]
            flips = 1
            while True:
                at = flipped[first]
                if at == 0:
                    break
                flipped[: first + 1] = flipped[first::-1]
                first = flipped[0]
                flips += 1
                if first == 0:
                    break
            if flips > most:
                most = flips
            checksum += parity * flips
        if parity == 1:
            permutation[0], permutation[1] = permutation[1], permutation[0]
            parity = -1
        else:
            permutation[1], permutation[2] = permutation[2], permutation[1]
            parity = 1
            for i in range(2, size):
                counts[i] -= 1
                if counts[i] != 0:
                    break
                counts[i] = i + 1
                if i == size - 1:
                    return [most, checksum]
                permutation.insert(i + 1, permutation.pop(0))


def main(size):
    """Permutations of six numbers and, so many times, of nine."""
    return [flips_of(6)] + [flips_of(9) for _ in range(size)]


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
