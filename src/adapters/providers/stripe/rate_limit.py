"""The rate limit for Stripe (Stripe documentation, "Rate limits").

Stripe allows 25 requests a second per endpoint, and 25 in total in test mode or 100 in live mode.
"""

from __future__ import annotations

from datetime import timedelta

from application.ports.operations.rate_limits import RateLimit

RATE_LIMIT = RateLimit(at_once=1, interval=timedelta(milliseconds=50), patience=timedelta(seconds=10))
"""20 calls a second to all endpoints together. Even if all go to one, a fifth of its limit is left to customers."""

COOLDOWN = timedelta(seconds=5)
"""The cooldown after a refusal without a time. Other users of the account have called too fast in this second."""
