import unittest

from ledger import Entry, by_month, median, parse_amount, running_balance


class ParseAmount(unittest.TestCase):
    def test_negative(self):
        self.assertEqual(parse_amount("-12,50"), -1250)

    def test_thousands(self):
        self.assertEqual(parse_amount("1.250,00"), 125000)


class Median(unittest.TestCase):
    def test_odd(self):
        self.assertEqual(median([3, 1, 2]), 2)

    def test_even(self):
        self.assertEqual(median([4, 1, 3, 2]), 2.5)


class Balance(unittest.TestCase):
    def test_after_each_entry(self):
        entries = [Entry("2026-01-01", "a", 100), Entry("2026-01-02", "b", -30)]
        self.assertEqual(running_balance(entries), [100, 70])

    def test_months(self):
        entries = [Entry("2026-01-01", "a", 100), Entry("2026-02-02", "b", -30)]
        self.assertEqual(list(by_month(entries)), ["2026-01", "2026-02"])


if __name__ == "__main__":
    unittest.main()
