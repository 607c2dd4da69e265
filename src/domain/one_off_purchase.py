"""A one-off purchase: what was paid once, and never changes product."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.mirror.timestamp import ProviderTimestamp
from domain.money import Money
from domain.provider import ProviderRef
from domain.purchases.amounts import PurchaseAmounts
from domain.purchases.contents import ContentsSnapshot, PurchasedItem
from domain.purchases.facet import (
    ChargeSnapshot,
    DisputeSnapshot,
    FacetSnapshot,
    ItemSnapshot,
    PaymentSnapshot,
    PaymentStatus,
)


class PurchaseStatus(StrEnum):
    """The status of a one-off purchase, derived from amounts and disputes, never from event names."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    CHARGED_BACK = "charged_back"
    FRAUDULENT = "fraudulent"
    UNKNOWN = "unknown"


_UNPAID_STATUS = {
    PaymentStatus.UNKNOWN: PurchaseStatus.UNKNOWN,
    PaymentStatus.PENDING: PurchaseStatus.PENDING,
    PaymentStatus.FAILED: PurchaseStatus.FAILED,
}
PAYMENT_KINDS = (ObjectKind.CHECKOUT, ObjectKind.ORDER, ObjectKind.INVOICE, ObjectKind.PAYMENT)
"""What a purchase is claimed by, the most telling first: a checkout tells more than its invoice, that than its payment.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOffPurchase:
    """The facets that share a key, of which at least one vouches that they are a purchase.

    There is no plan here and no way to change one: whatever changes plans takes a `Subscription`.
    `verified`: it is its owner's by more than a word that a buyer may have forged.
    `items`: the complete contents, or the leading item alone while the others are not known.
    """

    facets: tuple[MirrorRecord[FacetSnapshot], ...]
    product_name: str | None = None
    verified: bool = True
    items: tuple[PurchasedItem, ...] = ()
    payments: tuple[PaymentSnapshot, ...] = field(init=False, repr=False, compare=False)
    """Of one purchase, the most telling first, then the earliest."""

    def __post_init__(self) -> None:
        told = [f.snapshot for f in self.facets if isinstance(f.snapshot, PaymentSnapshot)]
        if len(told) > 1:
            told.sort(key=lambda p: (not p.confirms_one_off, PAYMENT_KINDS.index(p.kind), p.created_at, p.ref))
        object.__setattr__(self, "payments", tuple(told))

    @property
    def primary_payment(self) -> PaymentSnapshot:
        return self.payments[0]

    @property
    def ref(self) -> ProviderRef:
        """The provider's id of the payment, by which refunds and disputes name it; else the leading object's."""
        payment_ids = [f.snapshot.payment_id for f in self.facets if f.snapshot.payment_id is not None]
        return self.primary_payment.ref.same_provider(min(payment_ids)) if payment_ids else self.primary_payment.ref

    @property
    def keys(self) -> frozenset[str]:
        """Every id by which the provider may speak of this purchase."""
        return frozenset(key for facet in self.facets for key in facet.snapshot.keys)

    @property
    def account(self) -> ProviderRef | None:
        """The provider account it was bought with, None for a guest."""
        return min((f.snapshot.account for f in self.facets if f.snapshot.account is not None), default=None)

    @property
    def item(self) -> ItemSnapshot | None:
        told = [f.snapshot for f in self.facets if isinstance(f.snapshot, ItemSnapshot)]
        return min(told, key=lambda item: (item.created_at, item.ref), default=None)

    @property
    def contents(self) -> tuple[PurchasedItem, ...]:
        """Return the items bought: the complete contents of the leading object that has them, else the leading item."""
        told = [f.snapshot for f in self.facets if isinstance(f.snapshot, ContentsSnapshot)]
        leading = [payment.ref for payment in self.payments]
        if told:
            return min(told, key=lambda c: (leading.index(c.ref) if c.ref in leading else len(leading), c.ref)).items
        item = self.item
        if item is None:
            return ()
        return (PurchasedItem(price_id=item.price_id, product_id=item.product_id, name=item.name),)

    @property
    def purchased_at(self) -> datetime:
        return self.primary_payment.created_at

    @property
    def ever_paid(self) -> bool:
        """Whether it was ever paid, whatever became of the money since."""
        return any(f.ever_counted for f in self.facets)

    @property
    def contested(self) -> bool:
        return any(f.contested_at is not None for f in self.facets)

    @property
    def latest_stamp(self) -> ProviderTimestamp:
        return max(f.snapshot.timestamp for f in self.facets)

    @property
    def paid(self) -> Money | None:
        """The amount charged, or to be charged, before refunds."""
        return self.amounts.paid

    @property
    def refunded(self) -> Money | None:
        """The total refunded amount, None while no amount of this purchase is known."""
        return self.amounts.refunded

    @property
    def amounts(self) -> PurchaseAmounts:
        told = [f.snapshot for f in self.facets]
        return PurchaseAmounts(
            payments=self.payments,
            charges=[each for each in told if isinstance(each, ChargeSnapshot)],
            disputes=[each for each in told if isinstance(each, DisputeSnapshot)],
        )

    @property
    def status(self) -> PurchaseStatus:
        if any(p.status is PaymentStatus.FRAUDULENT for p in self.payments):
            return PurchaseStatus.FRAUDULENT
        amounts = self.amounts
        if not amounts.settled:
            return _UNPAID_STATUS[self._unpaid.status]
        if amounts.lost_entirely:
            return PurchaseStatus.CHARGED_BACK
        if amounts.all_refunded:
            return PurchaseStatus.REFUNDED
        if amounts.disputed:
            return PurchaseStatus.DISPUTED
        refunded = amounts.refunded
        return PurchaseStatus.PARTIALLY_REFUNDED if refunded and refunded.amount > 0 else PurchaseStatus.PAID

    @property
    def _unpaid(self) -> PaymentSnapshot:
        """The payment that tells what became of it. A checkout that awaits its money does not learn that it failed."""
        leading = self.primary_payment
        if leading.kind is ObjectKind.CHECKOUT and leading.status is PaymentStatus.PENDING:
            return next((p for p in self.payments if p.kind is ObjectKind.PAYMENT), leading)
        return leading
