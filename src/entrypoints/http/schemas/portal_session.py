"""The JSON of portal sessions."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from application.open_customer_portal import PortalKind
from domain.intent import Intent


class Named(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A subscription or a purchase, by the provider's own id."""

    provider: str
    id: str


class OpenPortal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the customer wants to do. At most one of `subscription` and `purchase` is named."""

    intent: Intent = Intent.MANAGE
    subscription: Named | None = None
    purchase: Named | None = None
    return_url: str | None = None


class PortalSession(Struct, frozen=True, kw_only=True):
    """Where to send the customer. `url` is a credential: use it once, at once, and keep it nowhere.

    `effective_intent`: what the page really opens; `returns`: whether it leads back to the return URL; `degraded`:
    whether it is less than was asked for.
    """

    url: str
    provider: str
    kind: PortalKind
    intent: Intent
    effective_intent: Intent
    returns: bool
    expires_at: datetime | None
    degraded: bool
