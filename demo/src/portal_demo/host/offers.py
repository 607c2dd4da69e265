"""What the host application sells, and what that is called at each provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PROVIDERS: Mapping[str, str] = {"stripe": "Stripe", "lemonsqueezy": "Lemon Squeezy"}
"""Their names as people know them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`price`: for people. `stripe_price`, `lemonsqueezy_variant`: the ids there. `once`: bought once, for good."""

    name: str
    price: str
    stripe_price: str
    lemonsqueezy_variant: str
    once: bool = False


OFFERS: Mapping[str, Offer] = {
    "basic_monthly": Offer(
        name="Basic, monthly",
        price="$9 a month",
        stripe_price="price_basic_monthly",
        lemonsqueezy_variant="1001",
    ),
    "basic_yearly": Offer(
        name="Basic, yearly",
        price="$90 a year",
        stripe_price="price_basic_yearly",
        lemonsqueezy_variant="1002",
    ),
    "pro_monthly": Offer(
        name="Pro, monthly",
        price="$19 a month",
        stripe_price="price_pro_monthly",
        lemonsqueezy_variant="1003",
    ),
    "pro_yearly": Offer(
        name="Pro, yearly",
        price="$190 a year",
        stripe_price="price_pro_yearly",
        lemonsqueezy_variant="1004",
    ),
    "lifetime": Offer(
        name="Lifetime licence",
        price="$149 once",
        stripe_price="price_lifetime",
        lemonsqueezy_variant="1005",
        once=True,
    ),
}
"""By the names that the host application's forms use."""
