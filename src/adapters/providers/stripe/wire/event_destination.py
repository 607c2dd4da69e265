"""Event destinations, which deliver snapshot events or thin events (Stripe API v2, "Event Destinations")."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.stripe.wire.values import Id
from adapters.redacted import RedactedStruct


class Disabled(Struct):
    reason: str


class StatusDetails(Struct):
    disabled: Disabled | None = None


class Delivery(Struct):
    url: str | None = None


class EventDestination(Struct):
    """A destination. `event_payload` is `snapshot` or `thin`. The URL is returned only if the request includes it."""

    id: Id
    event_payload: str
    status: str
    enabled_events: list[str]
    livemode: bool
    events_from: list[str] | None = None
    status_details: StatusDetails | None = None
    webhook_endpoint: Delivery | None = None


class DestinationPage(Struct):
    data: list[EventDestination]


class CreatedDelivery(RedactedStruct):
    signing_secret: str


class CreatedDestination(RedactedStruct):
    """A new destination. The secret is returned when the destination is created and never again."""

    id: Id
    webhook_endpoint: CreatedDelivery
