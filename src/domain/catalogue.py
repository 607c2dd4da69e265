"""Names and amounts of what is sold, which webhooks mention by id only."""

from __future__ import annotations

from dataclasses import dataclass

from domain.discount import Discount
from domain.item import Usage
from domain.pricing import Pricing
from domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueSnapshot(Snapshot):
    """A product (it has a name), a price (it says how it charges, and which product it prices) or a discount.

    `pricings` begin with that in the price's own currency; there is one more for each other currency it is sold in.
    `interval` is `day`, `week`, `month` or `year`, and `None` for what is paid once; `one_time` is `None` until the
    provider has said which of the two a price is. `usage` is None where only the subscription tells it.
    """

    name: str | None = None
    product_id: str | None = None
    pricings: tuple[Pricing, ...] = ()
    interval: str | None = None
    interval_count: int | None = None
    one_time: bool | None = None
    usage: Usage | None = None
    discount: Discount | None = None
