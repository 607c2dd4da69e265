"""Webhook events of both providers, received by the application in memory, and the resulting billing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from adapters.providers.lemonsqueezy.decoder import Decoder as LemonSqueezyDecoder
from adapters.providers.lemonsqueezy.store_scope import StoreScope
from adapters.providers.stripe.decoder import Decoder as StripeDecoder
from adapters.providers.stripe.decoding.context import DecodingRules
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.portal.show_billing import BillingView, ShowBilling
from application.ports.provider.event import ProviderEvent
from domain.customer import CustomerId
from domain.ownership.claim import Trust
from domain.provider import ProviderName
from fakes.clock import FakeClock
from fakes.installation import GRACE
from fakes.storage import InMemoryStorage

STRIPE, LEMONSQUEEZY = ProviderName("stripe"), ProviderName("lemonsqueezy")
_REFERENCES = CheckoutReferenceSigner(key="user_id")
_STRIPE = StripeDecoder(
    rules=DecodingRules(provider=STRIPE, references=_REFERENCES, pricing_tables=False), livemode=False
)
_LEMONSQUEEZY = LemonSqueezyDecoder(
    provider=LEMONSQUEEZY,
    seller=StoreScope(store_id="4100", test_mode=True),
    references=_REFERENCES,
    unsigned=Trust.UNSIGNED,
)


def from_stripe(event: Mapping[str, Any]) -> ProviderEvent:
    return _STRIPE.read(json.dumps(event).encode())


def from_lemonsqueezy(event: Mapping[str, Any]) -> ProviderEvent:
    return _LEMONSQUEEZY.read(json.dumps(event).encode())


@dataclass(frozen=True, slots=True)
class Receiving:
    """Receives events while the providers' APIs are unreachable."""

    now: datetime
    storage: InMemoryStorage = field(default_factory=InMemoryStorage)

    async def receive(self, events: Iterable[ProviderEvent]) -> None:
        """Receive these one at a time, in this order."""
        apply = ApplyProviderEvent(storage=self.storage, clock=FakeClock(self.now))
        for event in events:
            await apply([event])

    async def billing(self, customer: str, at: datetime | None = None) -> BillingView:
        show = ShowBilling(storage=self.storage, providers={}, clock=FakeClock(at or self.now), grace=GRACE)
        return await show(CustomerId(customer))
