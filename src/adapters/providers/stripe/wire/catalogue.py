"""Products and prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from adapters.providers.stripe.wire.values import Amount, Count, Id


class Product(Struct):
    id: Id
    name: str | None = None


class Recurring(Struct):
    interval: str
    interval_count: Count | None = None
    usage_type: str | None = None


class TransformQuantity(Struct):
    """A divisor of the quantity, applied before the multiplication by the amount; `round` is `up` or `down`."""

    divide_by: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    round: str | None = None


class CurrencyOption(Struct):
    """The amount in one of the other currencies of a price."""

    unit_amount: Amount | None = None
    unit_amount_decimal: Decimal | None = None


class Price(Struct):
    """A price. `unit_amount` is null if the price is tiered or has decimals below the minor unit.

    `currency_options` is present only if the request expands it.
    """

    id: Id
    product: Id | Product | None = None
    unit_amount: Amount | None = None
    unit_amount_decimal: Decimal | None = None
    currency: str | None = None
    currency_options: dict[str, CurrencyOption] | None = None
    billing_scheme: str | None = None
    tiers_mode: str | None = None
    transform_quantity: TransformQuantity | None = None
    recurring: Recurring | None = None
    type: str | None = None


class Plan(Struct):
    """A plan, the predecessor of a price."""

    id: Id
    product: Id | Product | None = None
    amount: Amount | None = None
    amount_decimal: Decimal | None = None
    currency: str | None = None
    billing_scheme: str | None = None
    tiers_mode: str | None = None
    transform_usage: TransformQuantity | None = None
    interval: str | None = None
    interval_count: Count | None = None
    usage_type: str | None = None
