"""The provider objects that a one-off purchase is made of, each heard of and joined on its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from domain.mirror.snapshot import Snapshot, SortKey
from domain.money import Money
from domain.provider import ProviderRef


class PaymentStatus(StrEnum):
    """The status of a payment, without refunds and disputes."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    FAILED = "failed"
    PAID = "paid"
    FRAUDULENT = "fraudulent"


class DisputeStatus(StrEnum):
    """The status of a dispute. One that was withdrawn or prevented ends without loss, like one that was won."""

    OPEN = "open"
    LOST = "lost"
    WON = "won"


_PAYMENT_RANK = {status: rank for rank, status in enumerate(PaymentStatus)}
_DISPUTE_RANK = {DisputeStatus.LOST: 0, DisputeStatus.OPEN: 1, DisputeStatus.WON: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetSnapshot(Snapshot):
    """One object of a purchase. `keys`: the ids of it and of those it names; facets that share one belong together.

    `payment_id`: the one of the keys by which the provider knows the payment itself, where it has such an object.
    `account` is None where the object names none, as for a guest. `created_at`: the provider's time of the object.
    """

    account: ProviderRef | None = None
    keys: tuple[str, ...]
    payment_id: str | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSnapshot(FacetSnapshot):
    """A requested payment: a checkout, an order, an invoice or a bare payment.

    `confirms_one_off`: it says by itself that this is a one-off purchase; charges, payments and invoices of
    subscriptions look the same until something vouches. `refunded`: what the object itself knows to have gone back,
    cumulative.
    `discounted`: whether the object says that a discount was taken off.
    """

    status: PaymentStatus
    raw_status: str
    confirms_one_off: bool
    total: Money | None = None
    refunded: Money | None = None
    discounted: bool = False

    @property
    def counts_as_purchase(self) -> bool:
        return self.status is PaymentStatus.PAID

    def tie_break_rank(self) -> SortKey:
        return (_PAYMENT_RANK[self.status],)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSnapshot(FacetSnapshot):
    """A bought item. It never changes: the earliest snapshot is kept, and a later one that differs is an anomaly.

    `ref` is that of the object that listed it.
    """

    immutable: ClassVar[bool] = True

    product_id: str | None
    price_id: str | None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeSnapshot(FacetSnapshot):
    """Money that moved, and how much of it moved back; `refunded` is cumulative and may go down again.

    A credit note for a paid invoice is one too: it moves nothing forth, and what it credits comes back.
    """

    captured: Money
    refunded: Money

    def tie_break_rank(self) -> SortKey:
        return (-self.refunded.amount,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSnapshot(FacetSnapshot):
    """A buyer's bank taking the money back, or a part of it. `amount` is None where the provider does not state it."""

    status: DisputeStatus
    amount: Money | None = None

    def tie_break_rank(self) -> SortKey:
        return (_DISPUTE_RANK[self.status],)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRelation(FacetSnapshot):
    """Says that objects belong together, and nothing else.

    It may be an object of the provider's; of kind LINK, it is what another object told besides itself, and has its id.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionPaymentSnapshot(FacetSnapshot):
    """States that an invoice, and every payment of it, belongs to a subscription. That never changes.

    `ref` is that of the object that states it: the invoice, or the checkout in which the subscription began.
    """

    immutable: ClassVar[bool] = True

    subscription: ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginSnapshot(FacetSnapshot):
    """States that the provider listed the invoices that a payment pays.

    The invoices are facets and links of their own. If there are none, no subscription stands behind the payment.
    """

    immutable: ClassVar[bool] = True
