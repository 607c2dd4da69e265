"""The ids of events as operators see them."""

from __future__ import annotations

from application.ingestion.list_events import DeliveryNotFound
from application.ports.storage.inbox import DeliveryId
from domain.errors import InvalidValue
from domain.provider import ProviderName


def written(delivery: DeliveryId) -> str:
    """The provider and its key of the delivery; the first colon stands between them."""
    return f"{delivery[0]}:{delivery[1]}"


def read(text: str) -> DeliveryId:
    """
    Raises:
        DeliveryNotFound: nothing is called that.
    """
    provider, _, key = text.partition(":")
    if "\0" in key:
        raise DeliveryNotFound
    try:
        return ProviderName(provider), key
    except InvalidValue:
        raise DeliveryNotFound from None
