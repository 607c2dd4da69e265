"""Types of fields."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Protocol, TypeAlias, TypeVar

from msgspec import Meta, Struct

from adapters import wire_id

T = TypeVar("T")

Id: TypeAlias = wire_id.Id
Amount: TypeAlias = Annotated[int, Meta(ge=-(2**63) + 1, le=2**63 - 1)]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Quantity: TypeAlias = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""A number of units. A price per token or per request counts billions of them."""

UnixTime: TypeAlias = Annotated[int, Meta(ge=0, le=221_845_392_000)]
"""A time in seconds. The bound is the year 9000, early enough that adding time does not exceed the last date."""

Metadata: TypeAlias = dict[str, Any] | None


class Identified(Protocol):
    """An object that has an id, as nearly all have."""

    @property
    def id(self) -> str: ...


class Reference(Struct):
    """Any expanded object of which the id is enough."""

    id: Id


Expandable: TypeAlias = Id | Reference | None


class Page(Struct, Generic[T]):
    """A list object, or one page of it."""

    data: list[T]
    has_more: bool = False
