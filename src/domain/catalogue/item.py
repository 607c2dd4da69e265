"""The items of a subscription."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.catalogue.pricing import Pricing
from domain.money import Money


class Usage(StrEnum):
    """Determines whether an item is charged for its quantity (licensed) or for its use (metered)."""

    LICENSED = "licensed"
    METERED = "metered"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionItem:
    """One thing that a subscription charges for. `id` is that of the plan.

    `price_id` is the catalogue's entry for the amount, where the provider tells it apart from the plan. `quantity` is
    None where usage is metered.
    """

    id: str
    product_id: str | None = None
    price_id: str | None = None
    name: str | None = None
    pricing: Pricing | None = None
    interval: str | None = None
    interval_count: int | None = None
    quantity: int | None = None
    usage: Usage = Usage.LICENSED

    @property
    def price(self) -> Money | None:
        """The amount that, multiplied by the quantity, is charged; None where there is no such amount."""
        return self.pricing.of_one_unit if self.pricing is not None and self.usage is Usage.LICENSED else None

    @property
    def cost(self) -> Money | None:
        """Return the cost of a period before discounts and taxes; None if the price does not determine it."""
        if self.pricing is None or self.quantity is None or self.usage is Usage.METERED:
            return None
        return self.pricing.cost(self.quantity)


def leading_item(items: Sequence[SubscriptionItem]) -> SubscriptionItem | None:
    """The plan: the first item that is not metered, else the first."""
    licensed = (item for item in items if item.usage is Usage.LICENSED)
    return next(licensed, items[0] if items else None)


def total(items: Iterable[SubscriptionItem]) -> Money | None:
    """Compute the cost of a period before discounts and taxes.

    It is None unless every item's cost is known and all are charged in one currency and at one interval.
    """
    listed = tuple(items)
    costs = [item.cost for item in listed]
    known = [cost for cost in costs if cost is not None]
    intervals = {(item.interval, item.interval_count or 1) for item in listed}
    if not known or len(known) < len(costs) or len(intervals) > 1 or len({(c.currency, c.exponent) for c in known}) > 1:
        return None
    return known[0].plus(*known[1:])
