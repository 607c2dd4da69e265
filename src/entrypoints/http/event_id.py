"""How operators name a delivery, and how they come to the next page of them."""

from __future__ import annotations

from datetime import datetime

from application.ports.inbox import Delivery, DeliveryId
from application.show_deliveries import DeliveryNotFound
from domain.errors import InvalidValue
from domain.provider import ProviderName
from entrypoints.http import cursor as cursors


def written(delivery: DeliveryId) -> str:
    """The provider and its key of the delivery, which never contains the colon first."""
    return f"{delivery[0]}:{delivery[1]}"


def read(text: str) -> DeliveryId:
    """
    Raises:
        DeliveryNotFound: nothing is called that.
    """
    provider, _, key = text.partition(":")
    try:
        return ProviderName(provider), key
    except InvalidValue:
        raise DeliveryNotFound from None


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
    if at.tzinfo is None:
        raise cursors.unknown()
    return at, (name, key)
