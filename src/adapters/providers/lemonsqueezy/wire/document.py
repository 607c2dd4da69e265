"""The envelope of every response."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Raw, Struct, field

from adapters.providers.lemonsqueezy.wire.values import Id

A = TypeVar("A")


class Resource(Struct, Generic[A]):
    """An object: its type, its id and its attributes."""

    type: str
    id: Id
    attributes: A


class Typed(Struct):
    """Any object, with its type only."""

    type: str


class Document(Struct, Generic[A]):
    """One object, with the related objects that the request includes."""

    data: Resource[A]
    included: list[Raw] = []


class PageMeta(Struct):
    """Pages are counted from 1."""

    last: int = field(name="lastPage", default=1)


class ListingMeta(Struct):
    page: PageMeta


class Listing(Struct, Generic[A]):
    """Many objects, the newest first."""

    data: list[Resource[A]]
    meta: ListingMeta | None = None

    @property
    def last_page(self) -> int:
        return self.meta.page.last if self.meta is not None else 1
