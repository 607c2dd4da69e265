"""Converts results of use cases to the JSON that operators read, over HTTP and on the command line."""

from __future__ import annotations

from application.customers.list_unlinked import Unlinked
from application.ingestion.list_events import DeliveryView
from application.ports.storage.storage import Anomaly
from entrypoints import event_id
from entrypoints.http.schemas import anomaly as anomalies
from entrypoints.http.schemas import event as events
from entrypoints.http.schemas import unlinked as unlinked_things


def present_event(view: DeliveryView) -> events.Event:
    delivery = view.delivery
    return events.Event(
        id=event_id.written(delivery.id),
        provider=delivery.provider,
        type=delivery.type,
        status=delivery.status,
        received_at=delivery.received_at,
        applied_at=delivery.applied_at,
        attempts=delivery.attempts,
        error=delivery.error,
        customer_id=view.customer_id,
    )


def present_unlinked(found: Unlinked) -> unlinked_things.Unlinked:
    return unlinked_things.Unlinked(
        provider=found.ref.provider,
        kind=found.kind,
        id=found.ref.id,
        provider_customer_id=found.account.id if found.account is not None else None,
        lost_claim=_lost(found),
    )


def _lost(found: Unlinked) -> unlinked_things.Lost | None:
    claim = found.claim
    if claim is None:
        return None
    return unlinked_things.Lost(
        customer_id=claim.customer_id,
        trust=unlinked_things.Trust(claim.trust.name.lower()),
        said_at=claim.claimed_at,
        owner=found.owner,
    )


def present_anomaly(anomaly: Anomaly) -> anomalies.Anomaly:
    return anomalies.Anomaly(
        anomaly=anomaly.anomaly,
        provider=anomaly.ref.provider,
        kind=anomaly.kind,
        id=anomaly.ref.id,
        noticed_at=anomaly.noticed_at,
        detail=anomaly.detail,
    )
