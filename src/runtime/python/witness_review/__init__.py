"""Runs two versions of a function on the same inputs, to see whether they behave alike."""
