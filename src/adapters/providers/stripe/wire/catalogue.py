"""Products and prices."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.stripe.wire.values import Amount, Count, Id


class Product(Struct):
    id: Id
    name: str | None = None


class Recurring(Struct):
    interval: str
    interval_count: Count | None = None
    usage_type: str | None = None


class Price(Struct):
    """`unit_amount` is null where the price is tiered, or has decimals of the smallest unit."""

    id: Id
    product: Id | Product | None = None
    unit_amount: Amount | None = None
    currency: str | None = None
    recurring: Recurring | None = None
    type: str | None = None


class Plan(Struct):
    """What prices were before there were prices."""

    id: Id
    product: Id | Product | None = None
    amount: Amount | None = None
    currency: str | None = None
    interval: str | None = None
    interval_count: Count | None = None
    usage_type: str | None = None
