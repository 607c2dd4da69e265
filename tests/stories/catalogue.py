"""Products, the same at both providers under different names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

GRACE = timedelta(days=14)
"""How long the host application waits for a payment that did not go through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """`price` is formatted as on the Billing page, and `cents` are US cents."""

    price: str
    cents: int


CATALOGUE: Mapping[str, Sold] = {
    "basic_monthly": Sold(price="$9.00 per month", cents=9_00),
    "basic_yearly": Sold(price="$90.00 per year", cents=90_00),
    "pro_monthly": Sold(price="$19.00 per month", cents=19_00),
    "pro_yearly": Sold(price="$190.00 per year", cents=190_00),
    "lifetime": Sold(price="$149.00", cents=149_00),
}
"""By the names that the host application has for them."""
