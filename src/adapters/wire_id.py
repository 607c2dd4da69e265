"""Ids as providers send them."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta

from domain.provider import ID_PATTERN

Id: TypeAlias = Annotated[str, Meta(pattern=ID_PATTERN)]
"""An object's id by the rule of the domain, so that nothing is accepted that cannot be read later.

Every id of every provider has this type, including the ids that an object only refers to.
"""

_REFUSED = f"`str` matching regex {ID_PATTERN!r}"


def why_unreadable(error: Exception) -> str:
    """Say why a delivery cannot be read. msgspec and the domain say where and what was expected, and repeat nothing of
    what was sent."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error).replace(_REFUSED, "an id")[:200]
