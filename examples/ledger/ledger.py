"""A small ledger: reads a bank statement and sums it up.

Three bugs are in here, of the kind that people spend an afternoon on. `npm start` records one of them.
"""

import csv
import sys
from dataclasses import dataclass


@dataclass
class Entry:
    date: str
    text: str
    cents: int


def parse_amount(text):
    """Cents of an amount as European banks print it, e.g. `-12,50` or `1.250,00`."""
    sign = 1
    if text.startswith("-"):
        sign = -1
        text = text[1:]
    euros, cents = text.split(",")
    euros = euros.replace(" ", "")
    return sign * (int(euros) * 100 + int(cents))


def parse_row(row):
    date, text, amount = row
    return Entry(date, text.strip(), parse_amount(amount))


def load(path):
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        next(reader)
        return [parse_row(row) for row in reader]


def by_month(entries):
    months = {}
    for entry in entries:
        month = entry.date[:7]
        months.setdefault(month, []).append(entry)
    return months


def median(values):
    """The middle value; of an even number of values the mean of the two in the middle."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[middle]
    return (ordered[middle] + ordered[middle + 1]) / 2


def running_balance(entries, start=0):
    """The balance after each entry."""
    balances = []
    balance = start
    for entry in entries:
        balances.append(balance)
        balance += entry.cents
    return balances


def report(path):
    lines = []
    for month, entries in sorted(by_month(load(path)).items()):
        spent = [-entry.cents for entry in entries if entry.cents < 0]
        lines.append(f"{month}: {len(entries)} entries, typical expense {median(spent) / 100:.2f}")
    return lines


if __name__ == "__main__":
    print("\n".join(report(sys.argv[1])))
