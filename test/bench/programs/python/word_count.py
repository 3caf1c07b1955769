"""Words of a text, counted in a dictionary."""

import sys

from timing import timed

SYLLABLES = ["ka", "lo", "mi", "nu", "re", "sa", "ti", "vo"]


def text(size):
    state = 7
    lines = []
    for _ in range(size):
        words = []
        for _ in range(12):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            word = SYLLABLES[state >> 8 & 7] + SYLLABLES[state >> 12 & 7] + SYLLABLES[state >> 16 & 3]
            if state & 0x700000 == 0:
                word = word.capitalize() + ","
            words.append(word)
        lines.append(" ".join(words))
    return lines


def count_words(lines):
    counts = {}
    for line in lines:
        for word in line.split():
            word = word.strip(".,;:!?").lower()
            if not word:
                continue
            if word in counts:
                counts[word] += 1
            else:
                counts[word] = 1
    return counts


def main(size):
    counts = count_words(text(size))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ranked[:5]


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
