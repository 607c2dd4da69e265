"""Decorators that record metrics around the provider ports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from application.ports.errors import InvalidSignature, ProviderRefused, ProviderUnavailable
from application.ports.operations.clock import Clock
from application.ports.operations.metrics import CounterName, Metrics
from application.ports.provider.event import DecodedEvent, ProviderEvent
from application.ports.provider.mentions import Mentions
from application.ports.provider.portal import AccountGone, NoHostedPortal, Portal, PortalLink, PortalRequest
from application.ports.provider.provider import Provider
from application.ports.provider.updates import ProviderUpdate
from application.ports.provider.webhooks import Webhooks
from domain.one_off_purchase import OneOffPurchase
from domain.portal.capabilities import PortalCapabilities
from domain.provider import ProviderName


def instrument(provider: Provider, metrics: Metrics, clock: Clock) -> Provider:
    """Return the provider with ports that record metrics."""
    name = provider.name
    return replace(
        provider,
        webhooks=InstrumentedWebhooks(inner=provider.webhooks, provider=name, metrics=metrics, clock=clock),
        portal=InstrumentedPortal(inner=provider.portal, provider=name, metrics=metrics),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentedWebhooks:
    inner: Webhooks
    provider: ProviderName
    metrics: Metrics
    clock: Clock

    def check_headers(self, headers: Mapping[str, str]) -> None:
        with self._counted():
            self.inner.check_headers(headers)

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        with self._counted():
            self.inner.verify(headers, body, now)

    def decode(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent:
        event = self.inner.decode(headers, body)
        told_at = event.decoded.occurred_at if isinstance(event.decoded, ProviderUpdate) else None
        self.metrics.observe_delivery(self.provider, self.clock.now() - told_at if told_at is not None else None)
        return event

    def decode_stored(self, event_type: str, payload: str) -> DecodedEvent:
        return self.inner.decode_stored(event_type, payload)

    def mentions(self, payload: str) -> Mentions | None:
        return self.inner.mentions(payload)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        try:
            yield
        except InvalidSignature:
            self.metrics.increment(CounterName.SIGNATURE_REFUSED, self.provider)
            raise


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentedPortal:
    inner: Portal
    provider: ProviderName
    metrics: Metrics

    @property
    def capabilities(self) -> PortalCapabilities:
        return self.inner.capabilities

    async def open(self, request: PortalRequest) -> PortalLink | NoHostedPortal | AccountGone:
        with self._counted():
            return await self.inner.open(request)

    async def login_page(self) -> str | None:
        return await self.inner.login_page()

    async def receipt(self, purchase: OneOffPurchase) -> PortalLink | None:
        with self._counted():
            return await self.inner.receipt(purchase)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        try:
            yield
        except (ProviderUnavailable, ProviderRefused):
            self.metrics.increment(CounterName.PORTAL_FAILED, self.provider)
            raise
