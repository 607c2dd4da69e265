"""The JSON of what the providers sent, for operators."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from application.ports.storage.inbox import DeliveryStatus
from entrypoints.redacted import RedactedStruct


class Event(RedactedStruct, frozen=True, kw_only=True):
    """One delivery. `attempts` counts how often it was begun to be applied; `error` is why it was not, or is of no
    concern. `customer_id`: whose it is by what is known today."""

    id: str
    provider: str
    type: str
    status: DeliveryStatus
    received_at: datetime
    applied_at: datetime | None
    attempts: int
    error: str | None
    customer_id: str | None


class EventWithPayload(Event, RedactedStruct, frozen=True, kw_only=True):
    """`payload`: what the provider sent, as text, with its credentials masked."""

    payload: str


class Events(Struct, frozen=True, kw_only=True):
    """`next_cursor`: where the next page begins, null on the last one."""

    data: list[Event]
    next_cursor: str | None
