"""Telling of what happened: an event is kept, and sent to every endpoint that asked for its type."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from payment_sandbox.deliveries.outgoing import WebhookMessage
from payment_sandbox.records import Document, Records
from payment_sandbox.stripe.objects.event import API_VERSION, event
from payment_sandbox.stripe.objects.thin_event import KIND, as_delivered, thin_event, timestamp
from payment_sandbox.vendor import VendorContext

RETRIES = tuple(timedelta(minutes=minutes) for minutes in (0.25, 1, 5, 30, 2 * 60, 5 * 60, 10 * 60, *[12 * 60] * 4))
"""Further and further apart, for three days; the exact steps are not published (Stripe documentation, "Webhooks")."""

_DESTINATION = "v2.core.event_destination"
_HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
}


def emit(
    surroundings: VendorContext, type_: str, told: Document, previous: Document | None, *, request: Document | None
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
        version = endpoint["api_version"] or API_VERSION
        _send(surroundings, {**happened, "api_version": version}, endpoint["id"], endpoint["url"], about=told)
    _emit_thin(surroundings, happened, happened_at)


def _emit_thin(surroundings: VendorContext, happened: Document, at: datetime) -> None:
    """Thin events are kept only where a destination listens to their type."""
    listening = [
        each
        for each in surroundings.records.find(_DESTINATION, "status", "enabled")
        if {f"v1.{happened['type']}", "*"} & set(each["enabled_events"])
    ]
    if not listening:
        return
    told = happened["data"]["object"]
    event = thin_event(surroundings.ids.new("evt_test_"), happened, at)
    surroundings.records.put(KIND, event)
    for destination in listening:
        _send(surroundings, as_delivered(event), destination["id"], destination["webhook_endpoint"]["url"], about=told)


def ping(surroundings: VendorContext, destination: Document) -> Document:
    """An event about the destination itself, which is sent to it whatever it listens to."""
    event = {
        "id": surroundings.ids.new("evt_test_"),
        "object": KIND,
        "type": "v2.core.event_destination.ping",
        "created": timestamp(surroundings.clock.now()),
        "livemode": False,
        "context": None,
        "related_object": {
            "id": destination["id"],
            "type": _DESTINATION,
            "url": f"/v2/core/event_destinations/{destination['id']}",
        },
        "reason": None,
        "changes": None,
        "snapshot_event": None,
    }
    surroundings.records.put(KIND, event)
    url = destination["webhook_endpoint"]["url"]
    _send(surroundings, as_delivered(event), destination["id"], url, about=destination)
    return event


def _send(surroundings: VendorContext, event: Document, endpoint_id: str, url: str, *, about: Document) -> None:
    surroundings.outbox.emit(
        WebhookMessage(
            vendor="stripe",
            url=url,
            body=json.dumps(event, indent=2, ensure_ascii=False).encode(),
            event_type=event["type"],
            key=event["id"],
            object_id=str(about.get("id", "")),
            secret=_secret(surroundings.records, endpoint_id),
            retries=RETRIES,
            endpoint_id=endpoint_id,
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
