"""A service connected to both providers, driven by signed deliveries and read through its HTTP contract.

The payloads are those of the project's own companies with the reported detail changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any, cast

from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.stripe_under_test import StripeUnderTest
from domain.provider import ProviderName
from fakes.clock import FakeClock
from fixtures.lemonsqueezy import payloads as lemonsqueezy
from fixtures.stripe import payloads as stripe
from integration.http.api import OPERATOR_KEY, Api, fresh_api

NOW = datetime(2026, 12, 10, 10, tzinfo=UTC)
DAY = 86_400


def ago(days: float) -> int:
    """Return Unix seconds, as in Stripe's objects."""
    return int(NOW.timestamp() - days * DAY)


def text_ago(days: float) -> str:
    """Return text, as in Lemon Squeezy's objects."""
    return datetime.fromtimestamp(ago(days), UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def shown(unix: int) -> str:
    """Return text, as in the service's responses."""
    return datetime.fromtimestamp(unix, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(kw_only=True)
class Company:
    """A company that sells at both providers and reads its customers' billing from the service."""

    api: Api
    stripe: StripeUnderTest
    lemonsqueezy: LemonSqueezyUnderTest
    _event_ids: count[int] = field(default_factory=lambda: count(1))

    async def stripe_sends(self, type_: str, object_: Mapping[str, Any], *, days_ago: float) -> None:
        event_id = f"evt_Reported{next(self._event_ids)}"
        event = stripe.wrap(dict(object_), type_, created=ago(days_ago), event_id=event_id)
        body = json.dumps(event).encode()
        await self._post("stripe", body, self.stripe.signed(body, NOW))

    async def lemonsqueezy_sends(self, name: str, resource: dict[str, Any], *, user: object) -> None:
        body = json.dumps(lemonsqueezy.wrap(resource, name, custom_data={"user_id": user})).encode()
        await self._post("lemonsqueezy", body, self.lemonsqueezy.signed(body, NOW))

    async def _post(self, provider: str, body: bytes, headers: Mapping[str, str]) -> None:
        response = await self.api.client.post(f"/webhooks/{provider}", content=body, headers=headers)
        assert response.status_code == 200, response.text

    async def billing(self, customer: str) -> dict[str, Any]:
        response = await self.api.get(f"/v1/customers/{customer}/billing")
        assert response.status_code == 200, response.text
        return cast(dict[str, Any], response.json())

    async def unlinked(self) -> list[dict[str, Any]]:
        response = await self.api.get("/v1/unlinked", credential=OPERATOR_KEY)
        assert response.status_code == 200, response.text
        return cast(list[dict[str, Any]], response.json()["data"])

    async def home_reason(self, customer: str) -> dict[str, Any]:
        return cast(dict[str, Any], (await self.api.get(f"/v1/customers/{customer}")).json()["home_reason"])


def open_company() -> Company:
    api, at_stripe, at_lemonsqueezy = fresh_api(), StripeUnderTest(), LemonSqueezyUnderTest()
    at_stripe.api.now = at_lemonsqueezy.api.now = NOW
    api.clock = api.installation.clock = FakeClock(NOW)
    connected = {each.provider.name: each.provider for each in (at_stripe, at_lemonsqueezy)}
    api.installation.providers = cast(
        Any, {ProviderName(name): SimpleNamespace(provider=lambda each=each: each) for name, each in connected.items()}
    )
    return Company(api=api, stripe=at_stripe, lemonsqueezy=at_lemonsqueezy)


def subscription(**changed: Any) -> dict[str, Any]:
    """Return Ada's subscription to Pro at Stripe, renewed eight days ago. `changed` replaces top-level fields."""
    return stripe.variant("subscription.renewed") | changed


def purchase(name: str, **changed: Any) -> dict[str, Any]:
    """Return an object of a one-off purchase at Stripe."""
    return stripe.variant(name) | changed
