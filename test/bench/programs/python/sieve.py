"""The sieve of Eratosthenes, crossed out number by number."""

import sys

from timing import timed


def main(size):
    prime = [True] * (size + 1)
    prime[0] = prime[1] = False
    candidate = 2
    while candidate * candidate <= size:
        if prime[candidate]:
            for multiple in range(candidate * candidate, size + 1, candidate):
                prime[multiple] = False
        candidate += 1
    count = 0
    for is_prime in prime:
        if is_prime:
            count += 1
    return count


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
