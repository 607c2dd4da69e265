"""Errors of calls to Lemon Squeezy, with our own messages, because its messages may repeat request data."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from http import HTTPStatus

import msgspec

from adapters.http import Response
from application.ports.errors import ProviderRefused, ProviderUnavailable
from domain.provider import ProviderName

_A_MINUTE = 60
_LONGEST_WAIT = 3600
_OURS_TO_REPAIR = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, 422}
)
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT})
_SUCCESS, _OF_THE_SERVER = 2, 5


class NotThere(Exception):
    """Raised if there is no such object, or if it belongs to another store or mode."""


def failure_of(answer: Response, provider: ProviderName, date: datetime | None) -> Exception | None:
    """Convert a response into an error for the caller, or None if it is a success (Lemon Squeezy API, "Errors")."""
    status = answer.status
    if status in (HTTPStatus.OK, HTTPStatus.CREATED):
        return None
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return ProviderUnavailable(provider, "rate limit exceeded", retry_after=wait_for_calls(answer, date))
    if status // 100 in (_SUCCESS, _OF_THE_SERVER) or status in _PASSING:
        return ProviderUnavailable(provider, f"HTTP {status} response", retry_after=retry_after(answer))
    if status == HTTPStatus.UNAUTHORIZED:
        step = "set LEMONSQUEEZY_API_KEY to a valid key for the mode in MODE, then restart"
        return ProviderRefused(provider, "the API key is invalid", next_step=step)
    if status == HTTPStatus.FORBIDDEN:
        step = "set LEMONSQUEEZY_API_KEY to a key for this store and the mode in MODE, then restart"
        return ProviderRefused(provider, "the API key lacks a permission", next_step=step)
    if status == HTTPStatus.NOT_FOUND and _is_of_the_api(answer):
        return NotThere()
    if status in _OURS_TO_REPAIR and _is_of_the_api(answer):
        step = "check LEMONSQUEEZY_STORE_ID and PUBLIC_URL; if both are correct, this is a bug in customer-portal"
        return ProviderRefused(provider, f"invalid request (HTTP {status})", next_step=step)
    reason = f"HTTP {status} response, which is not from its API"
    step = "check LEMONSQUEEZY_API_BASE and any proxies in between"
    return ProviderRefused(provider, reason, next_step=step)


def no_such_store(provider: ProviderName) -> ProviderRefused:
    step = "set LEMONSQUEEZY_STORE_ID to the store's number, and LEMONSQUEEZY_API_KEY to a key of its owner"
    return ProviderRefused(provider, "the API key has no access to the store in LEMONSQUEEZY_STORE_ID", next_step=step)


def wait_for_calls(answer: Response, date: datetime | None) -> timedelta:
    """Return the cooldown after too many calls: the time in the response, else the rest of the minute."""
    return retry_after(answer) or timedelta(seconds=until_next_minute(date))


def until_next_minute(date: datetime | None) -> int:
    """Return the seconds to the next minute of the provider's clock, because the rate limit is per minute."""
    return _A_MINUTE - (date.second if date is not None else 0)


def retry_after(answer: Response) -> timedelta | None:
    seconds = answer.headers.get("retry-after", "")
    return timedelta(seconds=min(int(seconds), _LONGEST_WAIT)) if re.fullmatch(r"[0-9]{1,9}", seconds) else None


def _is_of_the_api(answer: Response) -> bool:
    """Return whether the API itself sent an error: a JSON object. Anything else comes from a proxy before the API."""
    try:
        return isinstance(msgspec.json.decode(answer.body), dict)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return False
