"""Discounts and the coupons that they come from."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from adapters.providers.stripe.wire.values import Amount, Id, UnixTime


class AppliesTo(Struct):
    products: list[Id] = []


class AmountOff(Struct):
    amount_off: Amount


class Coupon(Struct):
    """`applies_to` and `currency_options` are there only if they are asked for."""

    id: Id
    duration: str | None = None
    percent_off: Decimal | None = None
    amount_off: Amount | None = None
    currency: str | None = None
    applies_to: AppliesTo | None = None
    currency_options: dict[str, AmountOff] | None = None


class Source(Struct):
    coupon: Coupon | Id | None = None


class Discount(Struct):
    """Since 2025-09-30 the coupon is in `source`, before it was part of the discount."""

    id: Id
    source: Source | None = None
    end: UnixTime | None = None
