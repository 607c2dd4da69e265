"""The envelope of a webhook."""

from __future__ import annotations

from msgspec import Raw, Struct

from adapters.providers.stripe.wire.values import Id, UnixTime


class EventData(Struct):
    object: Raw


class Event(Struct):
    """`account` is set where a connected account's event is told to its platform."""

    id: Id
    type: str
    created: UnixTime
    livemode: bool
    data: EventData
    api_version: str | None = None
    account: str | None = None
