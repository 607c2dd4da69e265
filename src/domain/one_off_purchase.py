"""A one-off purchase: what was paid once, and never changes product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.facet import (
    ChargeSnapshot,
    DisputeSnapshot,
    DisputeStatus,
    FacetSnapshot,
    ItemSnapshot,
    PaymentSnapshot,
    PaymentStatus,
)
from domain.mirrored import Mirrored
from domain.money import Money
from domain.provider import Ref
from domain.snapshot import ObjectKind
from domain.stamp import Stamp


class PurchaseStatus(StrEnum):
    """Derived from amounts and disputes, never from the name of an event."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    CHARGED_BACK = "charged_back"
    FRAUDULENT = "fraudulent"
    UNKNOWN = "unknown"


_NOT_PAID = {
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
    `proven`: it is its owner's by more than a word that a buyer may have forged.
    """

    facets: tuple[Mirrored[FacetSnapshot], ...]
    product_name: str | None = None
    proven: bool = True

    @property
    def payments(self) -> tuple[PaymentSnapshot, ...]:
        """Of one purchase, the most telling first, then the earliest."""
        told = [f.snapshot for f in self.facets if isinstance(f.snapshot, PaymentSnapshot)]
        return tuple(sorted(told, key=lambda p: (not p.vouches, PAYMENT_KINDS.index(p.kind), p.created_at, p.ref)))

    @property
    def leading(self) -> PaymentSnapshot:
        return self.payments[0]

    @property
    def ref(self) -> Ref:
        """The provider's id of the payment, by which refunds and disputes name it; else the leading object's."""
        payment_ids = [f.snapshot.payment_id for f in self.facets if f.snapshot.payment_id is not None]
        return self.leading.ref.sibling(min(payment_ids)) if payment_ids else self.leading.ref

    @property
    def keys(self) -> frozenset[str]:
        """Every id by which the provider may speak of this purchase."""
        return frozenset(key for facet in self.facets for key in facet.snapshot.keys)

    @property
    def account(self) -> Ref | None:
        """The provider account it was bought with, None for a guest."""
        return min((f.snapshot.account for f in self.facets if f.snapshot.account is not None), default=None)

    @property
    def item(self) -> ItemSnapshot | None:
        told = [f.snapshot for f in self.facets if isinstance(f.snapshot, ItemSnapshot)]
        return min(told, key=lambda item: (item.created_at, item.ref), default=None)

    @property
    def purchased_at(self) -> datetime:
        return self.leading.created_at

    @property
    def counted(self) -> bool:
        """Whether it was ever paid, whatever became of the money since."""
        return any(f.counted for f in self.facets)

    @property
    def contested(self) -> bool:
        return any(f.contested_at is not None for f in self.facets)

    @property
    def latest_stamp(self) -> Stamp:
        return max(f.snapshot.stamp for f in self.facets)

    @property
    def paid(self) -> Money | None:
        """What was charged, or is to be, before any refund."""
        totals = [p.total for p in self.payments if p.total is not None]
        return totals[0] if totals else self._captured

    @property
    def refunded(self) -> Money | None:
        """What went back, cumulative. None while no amount of this purchase is known."""
        told = [p.refunded for p in self.payments if p.refunded is not None]
        candidates = [*told, *([self._charged_back] if self._charged_back else [])]
        paid = self.paid
        return max(candidates, key=lambda m: m.amount, default=paid.of(0) if paid else None)

    @property
    def status(self) -> PurchaseStatus:
        if any(p.status is PaymentStatus.FRAUDULENT for p in self.payments):
            return PurchaseStatus.FRAUDULENT
        if not any(p.status is PaymentStatus.PAID for p in self.payments):
            return _NOT_PAID[self.leading.status]
        disputes = {f.snapshot.status for f in self.facets if isinstance(f.snapshot, DisputeSnapshot)}
        if DisputeStatus.LOST in disputes:
            return PurchaseStatus.CHARGED_BACK
        if self._fully_refunded:
            return PurchaseStatus.REFUNDED
        if DisputeStatus.OPEN in disputes:
            return PurchaseStatus.DISPUTED
        refunded = self.refunded
        return PurchaseStatus.PARTIALLY_REFUNDED if refunded and refunded.amount > 0 else PurchaseStatus.PAID

    @property
    def _charges(self) -> list[ChargeSnapshot]:
        return [f.snapshot for f in self.facets if isinstance(f.snapshot, ChargeSnapshot)]

    @property
    def _captured(self) -> Money | None:
        return self._sum([charge.captured for charge in self._charges])

    @property
    def _charged_back(self) -> Money | None:
        return self._sum([charge.refunded for charge in self._charges])

    @property
    def _fully_refunded(self) -> bool:
        """Each side is held against its own total: a buyer may have paid in another currency than was asked."""
        pairs = [(p.refunded, p.total) for p in self.payments] + [(self._charged_back, self._all_charged)]
        return any(back and total and back.amount >= total.amount > 0 for back, total in pairs)

    @property
    def _all_charged(self) -> Money | None:
        """What was asked for, where it is the charges' currency: not every charge need have been heard of."""
        captured, paid = self._captured, self.paid
        return paid if captured and paid and paid.currency == captured.currency else captured

    @staticmethod
    def _sum(amounts: list[Money]) -> Money | None:
        return amounts[0].of(sum(a.amount for a in amounts)) if amounts else None
