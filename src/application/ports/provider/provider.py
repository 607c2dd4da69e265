"""All ports to one provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from application.ports.provider.fetching import ObjectFetcher
from application.ports.provider.listing import ObjectListing
from application.ports.provider.portal import Portal
from application.ports.provider.setup import ProviderSetup
from application.ports.provider.webhooks import Webhooks
from domain.portal.capabilities import PortalCapabilities
from domain.provider import ProviderName


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One configured connection."""

    name: ProviderName
    webhooks: Webhooks
    fetcher: ObjectFetcher
    listing: ObjectListing
    portal: Portal
    setup: ProviderSetup


Providers = Mapping[ProviderName, Provider]


def portals(providers: Providers) -> Mapping[ProviderName, PortalCapabilities]:
    """Return the portal capabilities of each connected provider."""
    return {name: provider.portal.capabilities for name, provider in providers.items()}
