"""Events."""

from __future__ import annotations

from payment_sandbox.records import Document

API_VERSION = "2026-10-28.endive"
"""The version whose objects the sandbox makes."""


def event(
    id_: str, type_: str, told: Document, previous: Document | None, *, pending: int, request: Document | None, at: int
) -> Document:
    """`previous`: what the changed fields were before. `pending`: how many endpoints have yet to receive it.

    `request`: the API call that caused it, None if it happened by itself.
    """
    data = {"object": told} if previous is None else {"object": told, "previous_attributes": previous}
    return {
        "id": id_,
        "object": "event",
        "api_version": API_VERSION,
        "created": at,
        "data": data,
        "livemode": False,
        "pending_webhooks": pending,
        "request": request or {"id": None, "idempotency_key": None},
        "type": type_,
    }
