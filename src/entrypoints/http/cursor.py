"""Opaque cursors for paged lists."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from entrypoints.http.errors import InvalidRequest

T = TypeVar("T")

_LONGEST = 4000
_FIRST_YEAR, _LAST_YEAR = 1, 9999


def written(position: Sequence[Any]) -> str:
    """Opaque to whoever is given it."""
    return urlsafe_b64encode(msgspec.json.encode(position)).decode()


def read(cursor: str, as_type: type[T]) -> T:
    """
    Raises:
        InvalidRequest: nobody was given that.
    """
    try:
        position = msgspec.json.decode(urlsafe_b64decode(cursor[:_LONGEST].encode()), type=as_type)
    except (ValueError, msgspec.DecodeError):
        raise unknown() from None
    if not _is_storable(position):
        raise unknown()
    return position


def _is_storable(value: object) -> bool:
    """Whether a database can be asked for that. PostgreSQL has no text with a NUL; moments are compared in UTC, where
    the year may be another one than where they were written."""
    match value:
        case tuple():
            return all(_is_storable(part) for part in value)
        case str():
            return "\0" not in value
        case datetime():
            return value.tzinfo is not None and _FIRST_YEAR < value.year < _LAST_YEAR
        case _:
            return True


def unknown() -> InvalidRequest:
    return InvalidRequest("cursor", "must be the `next_cursor` of an earlier response")
