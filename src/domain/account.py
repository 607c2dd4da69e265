"""A provider's own customer object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.provider import Ref
from domain.snapshot import Precedence, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSnapshot(Snapshot):
    """A provider customer as it was told at one moment. `created_at` is None where only its deletion was told.

    `has_payment_method`: whether one is set for all that it buys, None where the provider does not tell.
    """

    created_at: datetime | None
    deleted: bool = False
    has_payment_method: bool | None = None

    def mildness(self) -> Precedence:
        return (self.deleted,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A provider account that is verified to be this customer's.

    `linked_at`: the provider's time of the earliest word that links it; `deleted_at`: when the provider said that it
    was deleted.
    """

    ref: Ref
    linked_at: datetime
    deleted_at: datetime | None = None

    @property
    def deleted(self) -> bool:
        return self.deleted_at is not None
