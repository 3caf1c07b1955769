"""Quicksort in place."""

import sys

from timing import timed


def numbers(size):
    state = 12345
    made = []
    for _ in range(size):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        made.append(state)
    return made


def sort(items, low, high):
    while low < high:
        pivot = items[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while items[left] < pivot:
                left += 1
            while items[right] > pivot:
                right -= 1
            if left <= right:
                items[left], items[right] = items[right], items[left]
                left += 1
                right -= 1
        if right - low < high - left:
            sort(items, low, right)
            low = left
        else:
            sort(items, left, high)
            high = right


def main(size):
    items = numbers(size)
    sort(items, 0, len(items) - 1)
    for i in range(1, len(items)):
        if items[i - 1] > items[i]:
            raise AssertionError("not sorted")
    return sum(items[:: size // 10])


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
