"""How long tests wait for programs and pages."""

TIMEOUT = 60.0
"""Seconds; five times what the slowest start of a program, with its database, takes on two idle cores."""
