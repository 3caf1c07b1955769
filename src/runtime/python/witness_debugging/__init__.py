"""Runs programs against their tests, again and again with small changes, inside of the sandbox."""
