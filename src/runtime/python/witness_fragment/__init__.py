"""Runs a piece of Python although imports, names and callers are missing: what is missing gets a placeholder."""
