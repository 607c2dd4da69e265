"""Where Stripe delivers to."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.stripe.wire.values import Id
from adapters.redacted import RedactedStruct


class WebhookEndpoint(Struct):
    """`api_version`: the shape of what it delivers, None for the account's, which changes when the account upgrades."""

    id: Id
    url: str
    status: str
    enabled_events: list[str]
    livemode: bool
    api_version: str | None = None


class CreatedEndpoint(RedactedStruct):
    """`secret` is in this one answer only."""

    id: Id
    secret: str
