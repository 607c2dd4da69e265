"""A Lemon Squeezy delivery applied to in-memory storage, and its effects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.providers.lemonsqueezy.assembly import NAME
from adapters.providers.lemonsqueezy.decoder import Decoder
from adapters.providers.lemonsqueezy.store_scope import StoreScope
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.portal.checkout_reference import CheckoutReferenceSigner
from corpus import delivered
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.provider import ProviderRef
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage


@dataclass(frozen=True, slots=True)
class Delivered(delivered.Delivered):
    """`user` is the customer whom the checkout named."""

    user: str | None

    def mirrored(self, kind: ObjectKind, id_: object) -> Any:
        return self.tables.mirror[kind, ProviderRef(provider=NAME, id=str(id_))].snapshot


async def deliver(event: dict[str, Any]) -> Delivered:
    """Deliver it to a service that is connected to its store and mode."""
    attributes = event["data"]["attributes"]
    decoder = Decoder(
        provider=NAME,
        seller=StoreScope(store_id=str(attributes["store_id"]), test_mode=attributes["test_mode"]),
        references=CheckoutReferenceSigner(key="user_id"),
        unsigned=Trust.UNSIGNED,
    )
    storage = InMemoryStorage()
    apply = ApplyProviderEvent(storage=storage, clock=FakeClock(datetime(2026, 11, 15, tzinfo=UTC)))
    await apply([decoder.read(json.dumps(event).encode())])
    user = event["meta"].get("custom_data", {}).get("user_id")
    return Delivered(event["meta"]["event_name"], storage.tables, user)


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
