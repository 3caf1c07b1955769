"""Starts the warm process of the sandbox: python -I -S witness_sandbox_main.py, its settings on the first line of stdin."""

import os
import sys

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from witness_sandbox.starting import start

    start()
