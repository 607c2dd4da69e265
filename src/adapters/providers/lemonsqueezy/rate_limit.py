"""How fast Lemon Squeezy may be called: 300 times a minute with one key (Lemon Squeezy API, "Rate limiting")."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus

from adapters.http import Response
from adapters.providers.lemonsqueezy.errors import until_next_minute, wait_for_calls
from application.ports.operations.rate_limits import RateLimit

RATE_LIMIT = RateLimit(at_once=30, interval=timedelta(milliseconds=250), patience=timedelta(seconds=5))
"""At most 270 in any minute."""

KEPT_FOR_CUSTOMERS = 30
"""Calls of a minute. Whoever else uses the key counts too, and each answer says how many are left to all."""

_LONGEST_NUMBER = 9


def wish_to_rest(answer: Response, date: datetime | None) -> timedelta | None:
    """How long nothing should be asked in the background, None if it may.

    A refusal may say nothing of what is left: whoever shares the key has used it up.
    """
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return wait_for_calls(answer, date)
    left = answer.headers.get("x-ratelimit-remaining", "")
    if left.isascii() and left.isdigit() and len(left) <= _LONGEST_NUMBER and int(left) <= KEPT_FOR_CUSTOMERS:
        return timedelta(seconds=until_next_minute(date))
    return None
