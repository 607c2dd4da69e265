"""The cursor of the list of events."""

from __future__ import annotations

from datetime import datetime

from application.ports.storage.inbox import Delivery, DeliveryId
from domain.errors import InvalidValue
from domain.provider import ProviderName
from entrypoints.http import cursor as cursors


def cursor_after(delivery: Delivery) -> str:
    return cursors.written((delivery.received_at, str(delivery.provider), delivery.key))


def position(cursor: str) -> tuple[datetime, DeliveryId]:
    """
    Raises:
        InvalidRequest: nobody was given that.
    """
    at, provider, key = cursors.read(cursor, tuple[datetime, str, str])
    try:
        name = ProviderName(provider)
    except InvalidValue:
        raise cursors.unknown() from None
    return at, (name, key)
