"""Events: which there are, and telling them to whoever has asked for them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from payment_sandbox.deliveries.outbox import Outbox
from payment_sandbox.deliveries.outgoing import WebhookMessage
from payment_sandbox.event_order import EventOrder
from payment_sandbox.ids import Ids
from payment_sandbox.lemonsqueezy.rendering import Rendering
from payment_sandbox.lemonsqueezy.resources import Resources
from payment_sandbox.lemonsqueezy.timestamps import read, written
from payment_sandbox.records import Document

VENDOR = "lemonsqueezy"
RETRIES = tuple(timedelta(seconds=seconds) for seconds in (5, 25, 125))
"""Three, and then it is given up (Lemon Squeezy documentation, "Webhooks")."""

EVENTS = frozenset(
    {
        "order_created",
        "order_refunded",
        "customer_updated",
        "subscription_created",
        "subscription_updated",
        "subscription_cancelled",
        "subscription_resumed",
        "subscription_expired",
        "subscription_paused",
        "subscription_unpaused",
        "subscription_payment_success",
        "subscription_payment_failed",
        "subscription_payment_recovered",
        "subscription_payment_refunded",
        "subscription_plan_changed",
        "license_key_created",
        "license_key_updated",
        "affiliate_activated",
        "dispute_created",
        "dispute_resolved",
    }
)
"""All that can be asked for."""


@dataclass(frozen=True, slots=True)
class Events:
    """Each is rendered as of the moment at which it is told, and stays as it is however often it is sent."""

    resources: Resources
    rendering: Rendering
    outbox: Outbox
    ids: Ids
    order: EventOrder

    def tell(self, name: str, document: Document) -> None:
        """`document`: what it is about, as it is now. An event has no date but that of its object's last change."""
        self.order.add(f"{document['type']} {document['id']}", self._changed_at(document))
        for webhook in self.resources.records.all("webhooks"):
            if name in webhook["attributes"]["events"]:
                self._send(name, document, webhook)

    def withdraw(self, webhook: Document) -> None:
        """What still waits to be sent there is not sent any more."""
        self.outbox.withdraw(VENDOR, webhook["id"])

    def _send(self, name: str, document: Document, webhook: Document) -> None:
        id_ = self.ids.uuid()
        meta = {"test_mode": True, "event_name": name, **self._custom_data(document), "webhook_id": id_}
        webhook["attributes"]["last_sent_at"] = written(self.resources.clock.now())
        self.resources.save(webhook, touch=False)
        self.outbox.emit(
            WebhookMessage(
                vendor=VENDOR,
                url=webhook["attributes"]["url"],
                body=encoded({"meta": meta, "data": self.rendering(document)}),
                event_type=name,
                key=id_,
                object_id=document["id"],
                secret=webhook["private"]["secret"],
                retries=RETRIES,
                endpoint_id=webhook["id"],
                headers={"Content-Type": "application/json", "X-Event-Name": name},
            )
        )

    def _changed_at(self, document: Document) -> datetime:
        """Return when an object last changed.

        A subscription includes its first item, which may change on its own (Lemon Squeezy API, Subscription).
        """
        told = self.rendering(document)["attributes"]
        item = told.get("first_subscription_item") or told
        return max(read(told["updated_at"]), read(item["updated_at"]))

    def _custom_data(self, document: Document) -> Document:
        """What the checkout carried stays with everything that came of it."""
        carried = document["private"].get("custom_data")
        return {"custom_data": carried} if carried else {}


def signature(secret: str, body: bytes) -> Mapping[str, str]:
    """The header that proves who sent it. It holds no time, so every attempt has the same."""
    return {"X-Signature": hmac.digest(secret.encode(), body, "sha256").hex()}


def encoded(document: Document) -> bytes:
    """As PHP writes JSON: with its slashes escaped."""
    return json.dumps(document, separators=(",", ":")).replace("/", "\\/").encode()
