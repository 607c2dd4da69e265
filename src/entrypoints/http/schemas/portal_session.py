"""The JSON of portal sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from application.portal.open_customer_portal import PortalKind
from domain.intent import Intent
from entrypoints.http.locale import MOST_CHARACTERS, PATTERN
from entrypoints.http.schemas.identifiers import IdInBody, ProviderInBody
from entrypoints.redacted import RedactedStruct

ReturnUrl: TypeAlias = Annotated[
    str, Meta(extra_json_schema={"extra": {"format": "uri", "min_length": 1, "max_length": 2048}})
]
"""Whether it may be used depends on the settings as well: what may not be is a problem of its own, not a bad form."""


Locale: TypeAlias = Annotated[
    str, Meta(extra_json_schema={"extra": {"pattern": PATTERN, "max_length": MOST_CHARACTERS}})
]
"""A BCP 47 tag. What is not of that form is refused by its field, without the pattern in the message."""


class Named(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A subscription or a purchase, by the provider's own id."""

    provider: ProviderInBody
    id: IdInBody


class OpenPortal(RedactedStruct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Opens the portal for an intent. At most one of `subscription` and `purchase` may be given.

    `locale`: opens the portal in that language if the provider has it. `configuration`: the name of one of the portal
    configurations in the settings.
    """

    intent: Intent = Intent.MANAGE
    subscription: Named | None = None
    purchase: Named | None = None
    return_url: ReturnUrl | None = None
    locale: Locale | None = None
    configuration: str | None = None


class Alternative(Struct, frozen=True, kw_only=True):
    """A live subscription at another provider than the one that was opened, by the provider's own id."""

    provider: str
    subscription: str


class PortalSession(RedactedStruct, frozen=True, kw_only=True):
    """Where to send the customer. `url` is a credential: use it once, at once, and keep it nowhere.

    `effective_intent`: what the page really opens; `returns`: whether it leads back to the return URL; `degraded`:
    whether it is less than was asked for. `alternatives` is there if the bare `manage` was opened while subscriptions
    are live at other providers.
    """

    url: str
    provider: str
    kind: PortalKind
    intent: Intent
    effective_intent: Intent
    returns: bool
    expires_at: datetime | None
    degraded: bool
    alternatives: list[Alternative] | UnsetType = UNSET
