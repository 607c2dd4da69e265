"""Types of attributes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from adapters import wire_id

Id: TypeAlias = Annotated[int, Meta(ge=0, le=2**63 - 1)] | wire_id.Id
"""An id. An object's own id is text, the ids of others among its attributes are numbers; both are equivalent."""

Amount: TypeAlias = Annotated[int, Meta(ge=-(2**63) + 1, le=2**63 - 1)]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Moment: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""A time in ISO 8601, in UTC. The fraction is always zero."""


class OfStore(Struct, kw_only=True):
    """Attributes of an object of a store, in one of its two modes."""

    store_id: Id | None = None
    test_mode: bool | None = None
