"""The cursors of a customer's subscriptions and purchases."""

from __future__ import annotations

from datetime import UTC, datetime

from application.portal.billing_pages import Place
from domain.errors import InvalidValue
from domain.provider import ProviderName, ProviderRef
from entrypoints.http import cursor as cursors


def cursor_of(place: Place | None) -> str | None:
    if place is None:
        return None
    return cursors.written((place.rank, place.at, str(place.ref.provider), place.ref.id))


def place_of(cursor: str | None) -> Place | None:
    """
    Raises:
        InvalidRequest: nobody was given that.
    """
    if cursor is None:
        return None
    rank, at, provider, id_ = cursors.read(cursor, tuple[int, datetime, str, str])
    try:
        if at.tzinfo is None:
            raise cursors.unknown()
        return Place(rank=rank, at=at.astimezone(UTC), ref=ProviderRef(provider=ProviderName(provider), id=id_))
    except (InvalidValue, OverflowError):
        raise cursors.unknown() from None
