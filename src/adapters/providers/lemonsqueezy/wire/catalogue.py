"""Prices and the store they are asked in."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from adapters.providers.lemonsqueezy.wire.values import Amount, Count, Moment


class Price(Struct, kw_only=True):
    """`unit_price` is in the currency of the store, for a unit or, where the scheme is `package`, for a package.

    `unit_price_decimal` is there where the amount has decimals below the minor unit.
    """

    updated_at: Moment
    category: str | None = None
    scheme: str | None = None
    unit_price: Amount | None = None
    unit_price_decimal: Decimal | None = None
    package_size: Count | None = None
    renewal_interval_unit: str | None = None
    renewal_interval_quantity: Count | None = None


class Store(Struct, kw_only=True):
    """`url`: the storefront's address, also where it has a domain of its own."""

    currency: str
    url: str | None = None
