"""The host application's user, as somebody who buys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.claim import CustomerId
from domain.provider import ProviderName


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """The host's word which provider the bare `manage` leads to."""

    provider: ProviderName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """What the host has told us of its user. A provider's data never overwrites it."""

    id: CustomerId
    registered_at: datetime
    email: str | None = None
    name: str | None = None
    pin: Pin | None = None

    def __repr__(self) -> str:
        return f"Customer(id={self.id!r})"
