"""Webhook endpoints."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.stripe.wire.values import Id
from adapters.redacted import RedactedStruct


class WebhookEndpoint(Struct):
    """An endpoint. `api_version`: that of its events; None for the account's, which changes with upgrades."""

    id: Id
    url: str
    status: str
    enabled_events: list[str]
    livemode: bool
    api_version: str | None = None


class CreatedEndpoint(RedactedStruct):
    """A new endpoint. Only this response contains `secret`."""

    id: Id
    secret: str
