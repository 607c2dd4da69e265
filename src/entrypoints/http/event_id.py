"""How operators name a delivery, and how they come to the next page of them."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

import msgspec

from application.ports.inbox import Delivery, DeliveryId
from application.show_deliveries import DeliveryNotFound
from domain.errors import InvalidValue
from domain.provider import ProviderName
from entrypoints.http.refusals import InvalidRequest

_LONGEST_CURSOR = 2000


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
    """Opaque to whoever is given it."""
    where = msgspec.json.encode((delivery.received_at, str(delivery.provider), delivery.key))
    return urlsafe_b64encode(where).decode()


def position(cursor: str) -> tuple[datetime, DeliveryId]:
    """
    Raises:
        InvalidRequest: nobody was given that.
    """
    try:
        decoded = urlsafe_b64decode(cursor[:_LONGEST_CURSOR].encode())
        at, provider, key = msgspec.json.decode(decoded, type=tuple[datetime, str, str])
        if at.tzinfo is None:
            raise ValueError("not of a place on earth")
        return at, (ProviderName(provider), key)
    except (ValueError, msgspec.DecodeError):
        raise InvalidRequest("cursor", "must be the `next_cursor` of an earlier answer") from None
