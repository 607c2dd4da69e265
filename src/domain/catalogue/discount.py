"""Discounts, and the cost of a period after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.catalogue.item import SubscriptionItem, total
from domain.errors import InvalidValue
from domain.money import Money

_WHOLE = Decimal(100)
_HALF = Decimal("0.5")


class Duration(StrEnum):
    """Determines which invoices a discount applies to: one, those of a limited time, or all."""

    ONCE = "once"
    REPEATING = "repeating"
    FOREVER = "forever"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A part of the price in percent, or an amount for each currency it can be taken off in.

    `ends_at`: invoices from then on are not discounted any more. `product_ids`: the only ones it is good for, empty if
    it is good for all.
    """

    duration: Duration
    percent_off: Decimal | None = None
    amounts_off: tuple[Money, ...] = ()
    ends_at: datetime | None = None
    product_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.percent_off is not None and not 0 <= self.percent_off <= _WHOLE:
            raise InvalidValue("percent_off", "must be from 0 to 100")

    def is_good_for(self, item: SubscriptionItem) -> bool:
        return not self.product_ids or item.product_id in self.product_ids


def apply_discounts(
    items: Sequence[SubscriptionItem], discounts: Sequence[Discount | None], at: datetime
) -> Money | None:
    """Compute the cost after discounts of a period that begins at `at`, or return None if it is not certain.

    Discounts apply one after the other, each to what the previous ones left of a line.
    """
    whole = total(items)
    lines = [item.cost.amount for item in items if item.cost is not None]
    if whole is None:
        return None
    for discount in discounts:
        if discount is None or discount.duration is Duration.ONCE:
            return None  # it may have been used up already
        if discount.ends_at is not None and discount.ends_at <= at:
            continue
        good_for = [number for number, item in enumerate(items) if discount.is_good_for(item)]
        left = _taken_off(discount, lines, good_for, whole.currency)
        if left is None:
            return None
        lines = left
    return whole.with_amount(sum(lines))


def _taken_off(discount: Discount, lines: Sequence[int], good_for: Sequence[int], currency: str) -> list[int] | None:
    left = list(lines)
    if discount.percent_off is not None:
        for number in good_for:
            off = _share(lines[number], discount.percent_off)
            if off is None:
                return None
            left[number] -= off
        return left
    amount = next((money.amount for money in discount.amounts_off if money.currency == currency), None)
    if amount is None:
        return None
    for number in good_for:
        off = min(amount, left[number])
        left[number], amount = left[number] - off, amount - off
    return left


def _share(amount: int, percent: Decimal) -> int | None:
    """Rounded to the minor unit; None where exactly a half is left, because providers do not say which way it goes."""
    exact = amount * percent / _WHOLE
    whole = int(exact)
    if exact - whole == _HALF:
        return None
    return whole + (exact - whole > _HALF)
