"""Prices and the store they are asked in."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.lemonsqueezy.wire.values import Amount, Count, Moment


class Price(Struct, kw_only=True):
    """`unit_price` is in the currency of the store."""

    updated_at: Moment
    category: str | None = None
    scheme: str | None = None
    unit_price: Amount | None = None
    renewal_interval_unit: str | None = None
    renewal_interval_quantity: Count | None = None


class Store(Struct, kw_only=True):
    """`url`: the storefront's address, also where it has a domain of its own."""

    currency: str
    url: str | None = None
