"""Use case: a provider is at the door."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from application.ports.operations.clock import Clock
from application.ports.provider.event import ProviderEvent
from application.ports.provider.provider import Providers
from application.ports.provider.webhooks import Webhooks
from domain.provider import ProviderName


class ProviderNotConfigured(Exception):
    """No provider with this name is configured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveWebhook:
    """Takes a delivery that is provably the provider's, and returns when it is kept."""

    providers: Providers
    keep: Callable[[ProviderEvent], Awaitable[None]]
    clock: Clock

    async def __call__(self, provider: ProviderName, headers: Mapping[str, str], body: bytes) -> None:
        """
        Raises:
            ProviderNotConfigured, InvalidSignature: nothing was kept.
            StorageUnavailable: nothing was kept; the provider has to send it again.
        """
        webhooks = self._webhooks(provider)
        webhooks.verify(headers, body, self.clock.now())
        await self.keep(webhooks.decode(headers, body))

    def check_headers(self, provider: ProviderName, headers: Mapping[str, str]) -> None:
        """Refuse a delivery before its body is received, if its headers suffice for that.

        Raises:
            ProviderNotConfigured, InvalidSignature
        """
        self._webhooks(provider).check_headers(headers)

    def _webhooks(self, provider: ProviderName) -> Webhooks:
        connection = self.providers.get(provider)
        if connection is None:
            raise ProviderNotConfigured(provider)
        return connection.webhooks
