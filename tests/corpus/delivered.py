"""An event delivered to in-memory storage, and its effects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.providers.stripe.decoder import Decoder
from adapters.providers.stripe.decoding.context import DecodingRules
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.storage.inbox import Delivery
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim
from domain.provider import ProviderName, ProviderRef
from fakes.clock import FakeClock
from fakes.in_memory.tables import Tables
from fakes.storage import InMemoryStorage

STRIPE = ProviderName("stripe")


@dataclass(frozen=True, slots=True)
class Delivered:
    """The effects of a single event."""

    type: str
    tables: Tables

    @property
    def delivery(self) -> Delivery:
        (delivery,) = self.tables.inbox.values()
        return delivery

    @property
    def kinds(self) -> set[ObjectKind]:
        """Return the mirrored kinds."""
        return {kind for kind, _ in self.tables.mirror}

    @property
    def asked(self) -> set[tuple[ObjectKind, str]]:
        """Return the queued fetches."""
        return {(kind, ref.id) for kind, ref in self.tables.agenda}

    @property
    def claims(self) -> list[Claim]:
        return list(self.tables.claims.values())

    def mirrored(self, kind: ObjectKind, id_: str) -> Any:
        """Return the mirrored snapshot of an object."""
        return self.tables.mirror[kind, ProviderRef(provider=STRIPE, id=id_)].snapshot


async def deliver(event: dict[str, Any]) -> Delivered:
    decoder = Decoder(
        rules=DecodingRules(provider=STRIPE, references=CheckoutReferenceSigner(key="user_id"), pricing_tables=False),
        livemode=False,
    )
    storage = InMemoryStorage()
    apply = ApplyProviderEvent(storage=storage, clock=FakeClock(datetime(2026, 11, 15, tzinfo=UTC)))
    await apply([decoder.read(json.dumps(event).encode())])
    return Delivered(event["type"], storage.tables)


def id_in(field: Any) -> str | None:
    """Return an id, also of an expanded object."""
    id_: str | None = field["id"] if isinstance(field, dict) else field
    return id_


def at(unix: int | None) -> datetime | None:
    return datetime.fromtimestamp(unix, UTC) if unix is not None else None
