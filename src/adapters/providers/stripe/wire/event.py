"""The envelope of a webhook."""

from __future__ import annotations

from msgspec import Raw, Struct

from adapters.providers.stripe.wire.values import Id, UnixTime


class EventData(Struct):
    object: Raw


class Event(Struct):
    """An event. `account` is set if a platform receives the event of a connected account."""

    id: Id
    type: str
    created: UnixTime
    livemode: bool
    data: EventData
    api_version: str | None = None
    account: str | None = None
