"""Since when a subscription is in arrears: its invoices, each mirrored on its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.mirror.snapshot import Snapshot, SortKey
from domain.provider import ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionInvoiceSnapshot(Snapshot):
    """An invoice of a subscription at one moment.

    `open`: it was issued, and is neither paid nor written off. `due_at`: the date until which the customer may pay it;
    None where the provider charges a payment method by itself.
    """

    subscription_id: str
    open: bool
    created_at: datetime
    due_at: datetime | None = None

    def tie_break_rank(self) -> SortKey:
        return (not self.open,)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstFailureSnapshot(Snapshot):
    """An event reported at this time that the first attempt to collect an invoice had failed. `ref` is the invoice's.

    A bank debit may fail weeks after the invoice was created. No response of a provider says when that was, so only
    events carry it, and the earliest one stands.
    """

    immutable: ClassVar[bool] = True

    subscription_id: str


def in_arrears_since(
    invoices: Iterable[SubscriptionInvoiceSnapshot], first_failures: Mapping[ProviderRef, datetime]
) -> datetime | None:
    """The earliest date on which one of the open invoices became overdue, None if no invoice is open.

    That is the due date of an invoice, or else the first failure to collect it, or else its creation.
    """
    return min(
        (each.due_at or first_failures.get(each.ref) or each.created_at for each in invoices if each.open), default=None
    )
