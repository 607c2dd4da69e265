"""Telling of what happened: an event is kept, and sent to every endpoint that asked for its type."""

from __future__ import annotations

import json
from datetime import timedelta

from entrypoints.sandbox.deliveries.outgoing import Outgoing
from entrypoints.sandbox.records import Document, Records
from entrypoints.sandbox.stripe.objects.event import API_VERSION, event
from entrypoints.sandbox.vendor import Surroundings

RETRIES = tuple(timedelta(minutes=minutes) for minutes in (0.25, 1, 5, 30, 2 * 60, 5 * 60, 10 * 60, *[12 * 60] * 4))
"""Further and further apart, for three days; the exact steps are not published (Stripe documentation, "Webhooks")."""

_HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
}


def emit(
    surroundings: Surroundings, type_: str, told: Document, previous: Document | None, *, request: Document | None
) -> None:
    """`previous`: what the changed fields were before. `request`: the API call that caused it, if one did."""
    records = surroundings.records
    listening = _listening(records, type_)
    happened_at = surroundings.clock.now()
    happened = event(
        surroundings.ids.new("evt_"),
        type_,
        told,
        previous,
        pending=len(listening),
        request=request,
        at=int(happened_at.timestamp()),
    )
    surroundings.event_order.add(str(told.get("id", "")), happened_at)
    records.put("event", happened)
    for endpoint in listening:
        rendered = {**happened, "api_version": endpoint["api_version"] or API_VERSION}
        surroundings.outbox.emit(
            Outgoing(
                vendor="stripe",
                url=endpoint["url"],
                body=json.dumps(rendered, indent=2, ensure_ascii=False).encode(),
                event_type=type_,
                key=happened["id"],
                object_id=str(told.get("id", "")),
                secret=_secret(records, endpoint["id"]),
                retries=RETRIES,
                endpoint_id=endpoint["id"],
                headers=_HEADERS,
            )
        )


def previous_attributes(before: Document, after: Document) -> Document:
    """What the changed keys were before: objects in part, lists whole, added keys as null (Stripe API, Event.data)."""
    changed: Document = {}
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        changed[key] = previous_attributes(old, new) if isinstance(old, dict) and isinstance(new, dict) else old
    return dict(sorted(changed.items()))


def _listening(records: Records, type_: str) -> list[Document]:
    enabled = records.find("webhook_endpoint", "status", "enabled")
    return [each for each in enabled if {type_, "*"} & set(each["enabled_events"])]


def _secret(records: Records, endpoint_id: str) -> str:
    kept = records.get("webhook_endpoint.secret", endpoint_id)
    return str(kept["secret"]) if kept else ""
