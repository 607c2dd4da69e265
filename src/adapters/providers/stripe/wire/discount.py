"""Discounts and their coupons."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from adapters.providers.stripe.wire.values import Amount, Id, UnixTime


class AppliesTo(Struct):
    products: list[Id] = []


class AmountOff(Struct):
    amount_off: Amount


class Coupon(Struct):
    """A coupon. `applies_to` and `currency_options` are present only if the request expands them."""

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
    """A discount. The coupon is in `source` since 2025-09-30 and was part of the discount before."""

    id: Id
    source: Source | None = None
    end: UnixTime | None = None
