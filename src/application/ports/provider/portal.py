"""Opening a provider's hosted portal for a customer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.intent import Intent
from domain.one_off_purchase import OneOffPurchase
from domain.portal.capabilities import PortalCapabilities
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRequest:
    """`plan_changes`: whether the account has any plan that can be changed; the portal must not offer it otherwise.

    `locale`: a BCP 47 tag. `configuration`: the name of one of the portal's named configurations. A portal that knows
    no such language or has no such configuration opens without.
    """

    account: ProviderRef
    intent: Intent
    subscription: ProviderRef | None
    plan_changes: bool
    return_url: str | None = field(repr=False)
    locale: str | None = None
    configuration: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLink:
    """A way in. The URL is a credential: it is handed to the customer once and kept nowhere.

    `effective_intent`: what the link really opens. `returns`: whether the portal leads back to the return URL.
    `degraded`: the provider refused the deep link that it offers otherwise.
    """

    url: str = field(repr=False)
    effective_intent: Intent
    returns: bool
    expires_at: datetime | None = None
    degraded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoHostedPortal:
    """The provider has no portal for this account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountGone:
    """The provider knows no such account."""


class Portal(Protocol):
    """One provider's portal. `open` and `receipt` raise `ProviderUnavailable` or `ProviderRefused`."""

    @property
    def capabilities(self) -> PortalCapabilities:
        """Return the capabilities of the portal without a call to the provider."""
        ...

    async def open(self, request: PortalRequest) -> PortalLink | NoHostedPortal | AccountGone:
        """A fresh link, signed in, for one click."""
        ...

    async def login_page(self) -> str | None:
        """Return the URL of the provider's login page, None if the seller has none. Never fails."""
        ...

    async def receipt(self, purchase: OneOffPurchase) -> PortalLink | None:
        """The receipt of a purchase, None if the provider has none for it."""
        ...
