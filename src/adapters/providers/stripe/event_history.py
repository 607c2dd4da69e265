"""Recent events of a Stripe account (Stripe API, "Events": those of the last 30 days, the newest first).

Each event is decoded like its webhook, so that a missed event is applied as if it had arrived late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from msgspec import Raw

from adapters.providers.stripe.client import StripeApi
from adapters.providers.stripe.decoder import Decoder
from adapters.providers.stripe.event_table import READERS
from adapters.providers.stripe.wire.values import Page, Reference
from application.ports.provider.event import Undecodable
from application.ports.provider.listing import ListedObject, ListPage
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind

HISTORY_WINDOW = timedelta(days=28)
"""The history that is read: two days less than Stripe stores, because reading all pages takes time."""

_OF_OBJECT = {
    "charge": ObjectKind.CHARGE,
    "charge.dispute": ObjectKind.DISPUTE,
    "checkout.session": ObjectKind.CHECKOUT,
    "credit_note": ObjectKind.CREDIT_NOTE,
    "customer": ObjectKind.ACCOUNT,
    "customer.subscription": ObjectKind.SUBSCRIPTION,
    "invoice": ObjectKind.INVOICE,
    "invoice_payment": ObjectKind.INVOICE,
    "payment_intent": ObjectKind.PAYMENT,
    "price": ObjectKind.PRICE,
    "product": ObjectKind.PRODUCT,
    "refund": ObjectKind.CHARGE,
    "subscription_schedule": ObjectKind.SCHEDULE,
}
_NOT_LISTED = frozenset({ObjectKind.INVOICE_PAYMENT, ObjectKind.SUBSCRIPTION_PAYMENT})


def _types() -> Mapping[ObjectKind, list[str]]:
    found: dict[ObjectKind, list[str]] = {}
    for type_ in READERS:
        words = type_.split(".")
        named = (".".join(words[:length]) for length in range(len(words), 0, -1))
        kind = next(_OF_OBJECT[name] for name in named if name in _OF_OBJECT)
        found.setdefault(kind, []).append(type_)
    return found


TYPES = _types()
"""The event types for each kind. A request can name at most 20 (Stripe API, "List all events")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeEventHistory:
    """Lists the events about one kind of object."""

    api: StripeApi
    decoder: Decoder

    async def page(self, kind: ObjectKind, cursor: str | None, since: datetime) -> ListPage:
        """Fetch a page. The cursor is the id of the last event of the previous page.

        Raises:
            NotThere: Stripe no longer stores the event of the cursor.
            ProviderUnavailable, ProviderRefused
        """
        wanted: Any = {"types": TYPES[kind], "created": {"gte": int(since.timestamp())}, "limit": 100}
        if cursor is not None:
            wanted["starting_after"] = cursor
        told = await self.api.listing("/v1/events", wanted)
        ids, heard = told.read(Page[Reference]), [self._heard(event) for event in told.read(Page[Raw]).data]
        return ListPage(
            objects=tuple(
                ListedObject(heard=each, counts_as_drift=_is_listed(each)) for each in heard if each is not None
            ),
            next_cursor=ids.data[-1].id if ids.has_more and ids.data else None,
            fetched_at=told.stamp.as_of,
        )

    def _heard(self, event: Raw) -> ProviderUpdate | None:
        """Decode an event. One that cannot be decoded leads to a fetch; an ignored one gives None."""
        reading = self.decoder.read(bytes(event)).decoded
        if isinstance(reading, Undecodable):
            return ProviderUpdate(fetch_requests=reading.fetch_requests)
        return reading if isinstance(reading, ProviderUpdate) else None


def _is_listed(heard: ProviderUpdate) -> bool:
    """Return whether the lists have the object too. They have invoice payments of one-off invoices only."""
    return all(snapshot.kind not in _NOT_LISTED for snapshot in heard.snapshots)
