"""Use case: have every provider deliver here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from application.operations.webhook_url import webhook_url
from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.provider import Providers
from application.ports.provider.setup import InstalledEndpoint
from domain.provider import ProviderName


class PublicUrlMissing(Exception):
    """Raised if the public URL of the service is not configured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallWebhooks:
    """Creates or updates the webhook endpoint at each provider; where one fails, the others are still done."""

    providers: Providers
    public_url: str | None

    async def __call__(
        self, *, thin: bool = False
    ) -> Mapping[ProviderName, InstalledEndpoint | ProviderRefused | ProviderUnavailable]:
        """
        Raises:
            PublicUrlMissing: nothing was changed.
        """
        if self.public_url is None:
            raise PublicUrlMissing
        done: dict[ProviderName, InstalledEndpoint | ProviderRefused | ProviderUnavailable] = {}
        for name, provider in self.providers.items():
            try:
                done[name] = await provider.setup.install(webhook_url(self.public_url, name), thin=thin)
            except (ProviderRefused, ProviderUnavailable) as failure:
                done[name] = failure
        return done
