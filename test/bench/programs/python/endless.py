"""Says which process it is and computes until it is killed."""

import os

from fib import fib

print(os.getpid(), flush=True)
numbers = []
while True:
    numbers.append(fib(len(numbers) % 12))
    if len(numbers) > 1000:
        numbers.clear()
