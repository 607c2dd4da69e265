"""How whoever reads a long list comes to its next page."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from entrypoints.http.refusals import InvalidRequest

T = TypeVar("T")

_LONGEST = 4000


def written(position: Sequence[Any]) -> str:
    """Opaque to whoever is given it."""
    return urlsafe_b64encode(msgspec.json.encode(position)).decode()


def read(cursor: str, as_type: type[T]) -> T:
    """
    Raises:
        InvalidRequest: nobody was given that.
    """
    try:
        return msgspec.json.decode(urlsafe_b64decode(cursor[:_LONGEST].encode()), type=as_type)
    except (ValueError, msgspec.DecodeError):
        raise unknown() from None


def unknown() -> InvalidRequest:
    return InvalidRequest("cursor", "must be the `next_cursor` of an earlier answer")
