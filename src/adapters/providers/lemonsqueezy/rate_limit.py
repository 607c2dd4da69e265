"""The rate limit for Lemon Squeezy: 300 calls a minute with one key (Lemon Squeezy API, "Rate limiting")."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus

from adapters.http import Response
from adapters.providers.lemonsqueezy.errors import until_next_minute, wait_for_calls
from application.ports.operations.rate_limits import RateLimit

RATE_LIMIT = RateLimit(at_once=30, interval=timedelta(milliseconds=250), patience=timedelta(seconds=5))
"""At most 270 calls in any minute."""

KEPT_FOR_CUSTOMERS = 30
"""The calls per minute that are reserved for interactive calls.

The limit includes other users of the key, and each response states how many calls are left."""

_LONGEST_NUMBER = 9


def wish_to_rest(answer: Response, date: datetime | None) -> timedelta | None:
    """Return how long to make no background calls, or None.

    A refusal may omit how many calls are left: other users of the key have used them up.
    """
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return wait_for_calls(answer, date)
    left = answer.headers.get("x-ratelimit-remaining", "")
    if left.isascii() and left.isdigit() and len(left) <= _LONGEST_NUMBER and int(left) <= KEPT_FOR_CUSTOMERS:
        return timedelta(seconds=until_next_minute(date))
    return None
