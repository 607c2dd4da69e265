"""Errors of calls to Stripe, with our own messages, because Stripe's may repeat request data."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from application.ports.errors import ProviderRefused, ProviderUnavailable
from domain.provider import ProviderName

if TYPE_CHECKING:
    from stripe import StripeError

_LONGEST_WAIT = 3600
_NOT_AN_IDENTIFIER = re.compile(r"[^A-Za-z0-9_.\[\]]")
_PASSING = frozenset({HTTPStatus.CONFLICT, HTTPStatus.FAILED_DEPENDENCY})
_PERMISSIONS = (
    "give the restricted key write access to the customer portal (and to webhook endpoints, to install them) "
    "and read access to the rest"
)
_NOT_OUR_FAULT = frozenset({2, 5})
"""Hundreds of the statuses that are the provider's failure. A success that cannot be decoded is one, too."""


_OF_THE_REQUEST = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)


class NotThere(Exception):
    """Raised if Stripe has no such object in this mode. `param`: the parameter that named the object, if any."""

    def __init__(self, param: str) -> None:
        super().__init__(param)
        self.param = param


class RequestRefused(ProviderRefused):
    """Raised if Stripe rejects a valid request, usually because a feature is not configured."""


class TooManyCalls(ProviderUnavailable):
    """Raised if Stripe reports too many calls, including those of other programs."""


def failure_of(error: StripeError, provider: ProviderName) -> Exception:
    """Convert an error of the SDK into one for the caller (Stripe API, "Errors")."""
    status, details = error.http_status, error.error
    code, param = _identifier(details and details.code), _identifier(details and details.param)
    if code == "resource_missing" and status in _OF_THE_REQUEST:
        return NotThere(param)
    if code == "lock_timeout":
        return ProviderUnavailable(provider, "the object is locked by another request", retry_after=_retry_after(error))
    if status == HTTPStatus.TOO_MANY_REQUESTS or code == "rate_limit":
        return TooManyCalls(provider, "rate limit exceeded", retry_after=_retry_after(error))
    if status is None or status in _PASSING or status // 100 in _NOT_OUR_FAULT:
        return ProviderUnavailable(provider, _said(status), retry_after=_retry_after(error))
    if status == HTTPStatus.UNAUTHORIZED:
        return ProviderRefused(
            provider,
            "the API key is invalid",
            next_step="set STRIPE_API_KEY to a valid key for the mode in MODE, then restart",
        )
    if status == HTTPStatus.FORBIDDEN:
        return ProviderRefused(provider, "the API key lacks a permission", next_step=_PERMISSIONS)
    if details is not None and status in _OF_THE_REQUEST:
        return RequestRefused(
            provider,
            f"invalid request ({code or 'no code'}, {param or 'no parameter'})",
            next_step="look up the request in Stripe, under Workbench > Logs",
        )
    return ProviderRefused(
        provider,
        f"{_said(status)}, which is not from its API",
        next_step="check STRIPE_API_BASE and any proxies in between",
    )


def _said(status: int | None) -> str:
    return "no response" if status is None else f"HTTP {status} response"


def _identifier(text: object) -> str:
    return _NOT_AN_IDENTIFIER.sub("", text)[:100] if isinstance(text, str) else ""


def _retry_after(error: StripeError) -> timedelta | None:
    seconds = (error.headers or {}).get("retry-after", "")
    return timedelta(seconds=min(int(seconds), _LONGEST_WAIT)) if re.fullmatch(r"[0-9]{1,9}", seconds) else None
