"""The part of Witness that runs inside a recorded Python program. No dependencies, CPython 3.9 and later."""
