"""The export of a customer as JSON: stored data under our field names, and payloads as they were sent."""

from __future__ import annotations

from typing import Any

from msgspec import to_builtins

from application.ports.storage.inbox import Delivery
from application.privacy.export_customer import CustomerExport
from domain.one_off_purchase import OneOffPurchase
from domain.subscription import Subscription
from entrypoints import event_id


def as_json(exported: CustomerExport) -> dict[str, object]:
    billing = exported.billing
    return {
        "customer": _plain(billing.customer),
        "accounts": [_plain(account) for account in billing.accounts],
        "subscriptions": [_subscription(subscription) for subscription in billing.subscriptions],
        "purchases": [_purchase(purchase) for purchase in billing.purchases],
        "claims": [{**_plain(claim), "trust": claim.trust.name.lower()} for claim in exported.claims],
        "events": [_event(delivery) for delivery in exported.deliveries],
        "undecided_events": [event_id.written(undecided) for undecided in exported.undecided],
    }


def _subscription(subscription: Subscription) -> dict[str, Any]:
    return {name: _plain(getattr(subscription, name)) for name in ("snapshot", "schedule", "arrears_since")}


def _purchase(purchase: OneOffPurchase) -> dict[str, Any]:
    facets = [_plain(facet.snapshot) for facet in purchase.facets]
    return {"product_name": purchase.product_name, "status": purchase.status.value, "objects": facets}


def _event(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": event_id.written(delivery.id),
        "type": delivery.type,
        "status": delivery.status.value,
        "received_at": _plain(delivery.received_at),
        "payload": delivery.payload,
    }


def _plain(value: object) -> Any:
    return to_builtins(value, enc_hook=str)
