"""The amounts of a one-off purchase: what was charged, and how much of it went back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.purchases.facet import ChargeSnapshot, DisputeSnapshot, DisputeStatus, PaymentSnapshot, PaymentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseAmounts:
    """`payments` begin with the leading one. Amounts of different currencies are never compared."""

    payments: Sequence[PaymentSnapshot]
    charges: Sequence[ChargeSnapshot]
    disputes: Sequence[DisputeSnapshot]

    @property
    def paid(self) -> Money | None:
        """The amount that was charged, or is to be charged, before any refund.

        A paid invoice states what was left to pay after credit; a paid payment states what was captured. Both are
        more exact than the amount that the checkout asked for.
        """
        asked = next((p.total for p in self.payments if p.total is not None), None)
        if asked is None:
            return self._captured
        for kind in (ObjectKind.INVOICE, ObjectKind.PAYMENT):
            charged = _sum(
                p.total for p in self.payments if p.kind is kind and p.status is PaymentStatus.PAID and p.total
            )
            if charged is not None and charged.currency == asked.currency:
                return charged
        return asked

    @property
    def settled(self) -> bool:
        """Return whether it is paid. An open invoice may be paid in parts: payments settle it only if they cover it."""
        paid = [p for p in self.payments if p.status is PaymentStatus.PAID]
        if not paid or any(p.kind is not ObjectKind.PAYMENT for p in paid):
            return bool(paid)
        due = next((p.total for p in self.payments if p.kind is ObjectKind.INVOICE), None)
        received = _sum(p.total for p in paid if p.total is not None)
        if due is None or received is None or due.currency != received.currency:
            return True
        return received.amount >= due.amount

    @property
    def refunded(self) -> Money | None:
        """Return the amount given back in total, including lost disputes. None while no amount is known."""
        paid, returned = self.paid, self._returned
        candidates = [p.refunded for p in self.payments if p.refunded is not None]
        candidates += [returned] if returned is not None else []
        return max(candidates, key=lambda m: m.amount, default=paid.with_amount(0) if paid else None)

    @property
    def all_refunded(self) -> bool:
        """Return whether the whole amount was given back. Each amount is compared with the total in its currency."""
        if any(p.refunded and _covers(p.refunded, p.total) for p in self.payments):
            return True
        returned = self._returned
        return returned is not None and _covers(returned, self._total_in(returned.currency))

    @property
    def lost_entirely(self) -> bool:
        """Return whether lost disputes, together with refunds, took back the whole amount.

        A dispute whose amount is unknown or in a currency that nothing else is known in counts as one over the whole.
        """
        lost = [dispute.amount for dispute in self._lost]
        if not lost:
            return False
        return self.all_refunded or any(a is None or self._total_in(a.currency) is None for a in lost)

    @property
    def disputed(self) -> bool:
        """Return whether a dispute is still open."""
        return any(dispute.status is DisputeStatus.OPEN for dispute in self.disputes)

    @property
    def _lost(self) -> list[DisputeSnapshot]:
        return [dispute for dispute in self.disputes if dispute.status is DisputeStatus.LOST]

    @property
    def _captured(self) -> Money | None:
        return _sum(charge.captured for charge in self.charges if charge.kind is not ObjectKind.CREDIT_NOTE)

    @property
    def _returned(self) -> Money | None:
        """Refunds, credit notes and lost disputes together, and never more than the total."""
        refunds = _sum(charge.refunded for charge in self.charges)
        disputed = [d.amount for d in self._lost if d.amount is not None]
        currency = refunds.currency if refunds else disputed[0].currency if disputed else None
        taken = _sum(amount for amount in disputed if amount.currency == currency)
        if taken is None:
            return refunds
        total = self._total_in(taken.currency)
        returned = taken.amount + (refunds.amount if refunds else 0)
        return taken.with_amount(
            min(returned, max(total.amount, refunds.amount if refunds else 0)) if total else returned
        )

    def _total_in(self, currency: str) -> Money | None:
        """Return the amount paid if it is in this currency (some charges may be unknown), else the captured amount."""
        return next((m for m in (self.paid, self._captured) if m is not None and m.currency == currency), None)


def _covers(returned: Money, total: Money | None) -> bool:
    return total is not None and returned.amount >= total.amount > 0


def _sum(amounts: Iterable[Money]) -> Money | None:
    """The sum in the currency of the first amount; None if there is none."""
    known = list(amounts)
    if not known:
        return None
    return known[0].with_amount(sum(a.amount for a in known if a.currency == known[0].currency))
