"""The host application's user, as somebody who buys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from domain.errors import DomainError, InvalidValue
from domain.provider import ProviderName

_CUSTOMER_ID = re.compile(r"[A-Za-z0-9_.:@|+~-]{1,200}")
_RESERVED = frozenset({"me", ".", ".."})
_PSEUDONYM_PREFIX = "erased:"


class CustomerId(str):
    """The host application's own id of a user.

    Raises:
        InvalidValue: not 1 to 200 of `A-Z a-z 0-9 _ - . : @ | + ~`, or one of `me`, `.`, `..`, or it begins with
            `erased:`.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if text in _RESERVED or not _CUSTOMER_ID.fullmatch(text) or text.startswith(_PSEUDONYM_PREFIX):
            raise InvalidValue(
                "customer_id",
                "must be 1 to 200 characters of A-Z a-z 0-9 _ - . : @ | + ~, but not me, . or .., "
                "and must not begin with erased:",
            )
        return super().__new__(cls, text)


class Pseudonym(CustomerId):
    """The id that takes the place of an erased customer's id. It comes from this service alone, never from outside.

    Raises:
        InvalidValue: the text does not begin with `erased:`, or is no customer id otherwise.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if not text.startswith(_PSEUDONYM_PREFIX) or not _CUSTOMER_ID.fullmatch(text):
            raise InvalidValue("customer_id", "must begin with erased: to be a pseudonym")
        return str.__new__(cls, text)


def stored_customer_id(text: str) -> CustomerId:
    """Return an id that was stored, which may be that of a stand-in."""
    return Pseudonym(text) if text.startswith(_PSEUDONYM_PREFIX) else CustomerId(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePin:
    """The host's word which provider the bare `manage` leads to."""

    provider: ProviderName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A user as registered by the host application. A provider's data never overwrites it."""

    id: CustomerId
    registered_at: datetime
    email: str | None = None
    name: str | None = None
    pin: HomePin | None = None

    def __repr__(self) -> str:
        return f"Customer(id={self.id!r})"


class CustomerNotFound(DomainError):
    """No such customer, or not one that the caller may know of."""


class CustomerErased(DomainError):
    """A customer with that id was erased, and nobody is ever to have it again."""
