"""Errors as Stripe answers them (Stripe API, "Errors")."""

from __future__ import annotations

from http import HTTPStatus

from payment_sandbox.records import Document
from payment_sandbox.stripe.refusal import Refusal

_WORDS = {
    HTTPStatus.TOO_MANY_REQUESTS: "Request rate limit exceeded. Learn more about rate limits "
    "https://stripe.com/docs/rate-limits.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "An unknown error occurred.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The sandbox's API is unreachable.",
}


def envelope(refusal: Refusal) -> Document:
    """The body of the answer."""
    said = {"code": refusal.code, "message": refusal.message, "param": refusal.param, "type": refusal.type}
    error = {name: value for name, value in said.items() if value is not None}
    if refusal.code is not None:
        error["doc_url"] = f"https://stripe.com/docs/error-codes/{refusal.code.replace('_', '-')}"
    return {"error": error}


def trouble(status: int) -> Refusal:
    """429, 500 or 503, for no reason that the caller could mend."""
    words = _WORDS[HTTPStatus(status)]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Refusal(words, code="rate_limit", status=status)
    return Refusal(words, status=status, type_="api_error")


def unrecognized(method: str, path: str) -> Refusal:
    """There is no such call."""
    message = (
        f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at "
        "https://support.stripe.com/."
    )
    return Refusal(message, status=HTTPStatus.NOT_FOUND)
