"""A provider's own customer object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.mirror.snapshot import Snapshot, SortKey
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSnapshot(Snapshot):
    """Describes a provider customer at one moment. `created_at` is None if only its deletion is known.

    `has_payment_method`: whether a default payment method is set; None if the provider does not give this.
    `discounted`: whether a discount is set that applies to every subscription without one of its own.
    """

    created_at: datetime | None
    deleted: bool = False
    has_payment_method: bool | None = None
    discounted: bool = False

    def tie_break_rank(self) -> SortKey:
        return (self.deleted,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A provider account that is verified to be this customer's.

    `linked_at`: the provider's time of the earliest word that links it; `deleted_at`: when the provider said that it
    was deleted.
    """

    ref: ProviderRef
    linked_at: datetime
    deleted_at: datetime | None = None

    @property
    def deleted(self) -> bool:
        return self.deleted_at is not None
