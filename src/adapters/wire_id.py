"""Ids in provider payloads."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta

from domain.provider import ID_PATTERN

Id: TypeAlias = Annotated[str, Meta(pattern=ID_PATTERN)]
"""An object's id, checked by the domain's rule, so that every accepted id can be read later.

Every provider id has this type, including the ids that an object only refers to.
"""

_REFUSED = f"`str` matching regex {ID_PATTERN!r}"


def why_unreadable(error: Exception) -> str:
    """Return why a payload cannot be decoded. The messages of msgspec and the domain state the position and the
    expected type, and repeat no part of the payload."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error).replace(_REFUSED, "an id")[:200]
