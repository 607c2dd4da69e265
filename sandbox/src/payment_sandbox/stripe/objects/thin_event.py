"""Thin events (Stripe API v2, "Events")."""

from __future__ import annotations

from datetime import datetime

from payment_sandbox.records import Document

KIND = "v2.core.event"
_PLURALS = {"checkout.session": "checkout/sessions", "billing_portal.session": "billing_portal/sessions"}


def timestamp(at: datetime) -> str:
    """RFC 3339 with milliseconds, as the API v2 has it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def thin_event(id_: str, snapshot: Document, at: datetime) -> Document:
    """The thin event of the same occurrence as a snapshot event, as it is retrieved."""
    about, request = snapshot["data"]["object"], snapshot["request"]
    kind = about["object"]
    named = request["id"] is not None and request["idempotency_key"] is not None
    return {
        "id": id_,
        "object": KIND,
        "type": f"v1.{snapshot['type']}",
        "created": timestamp(at),
        "livemode": False,
        "context": None,
        "related_object": {
            "id": about["id"],
            "type": kind,
            "url": f"/v1/{_PLURALS.get(kind, f'{kind}s')}/{about['id']}",
        },
        "reason": {"type": "request", "request": request} if named else None,
        "changes": None,
        "snapshot_event": snapshot["id"],
    }


def as_delivered(event: Document) -> Document:
    """A delivery carries neither the changes nor the id of the snapshot event."""
    return {name: value for name, value in event.items() if name not in ("changes", "snapshot_event")}
