"""Rate limit of Acme: ten calls a second, half of them reserved for interactive calls."""

from datetime import timedelta

from application.ports.operations.rate_limits import RateLimit

PACE = RateLimit(at_once=1, interval=timedelta(milliseconds=200), patience=timedelta(seconds=5))

REST = timedelta(seconds=1)
"""After a refusal that names no time."""
