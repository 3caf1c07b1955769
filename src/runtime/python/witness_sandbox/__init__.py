"""Runs code that nobody has vouched for: each piece in a fork of a pristine process that is confined first."""
