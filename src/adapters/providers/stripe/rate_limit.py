"""How fast Stripe may be called (Stripe documentation, "Rate limits").

An endpoint answers 25 requests a second, and in test mode no more are answered altogether; in live mode it is 100.
"""

from __future__ import annotations

from datetime import timedelta

from application.ports.operations.rate_limits import RateLimit

RATE_LIMIT = RateLimit(at_once=1, interval=timedelta(milliseconds=50), patience=timedelta(seconds=10))
"""20 a second, of all endpoints together: even if all went to one, a fifth of that one's is left to customers."""

COOLDOWN = timedelta(seconds=5)
"""After a refusal that names no time: whoever else uses the account has been too fast in this second."""
