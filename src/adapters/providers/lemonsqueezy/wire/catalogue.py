"""Prices, and the store whose currency they use."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from adapters.providers.lemonsqueezy.wire.values import Amount, Count, Moment


class Price(Struct, kw_only=True):
    """A price. `unit_price` is in the currency of the store, per unit or, with the scheme `package`, per package.

    `unit_price_decimal` is present if the amount has decimals below the minor unit.
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
    """A store. `url`: the storefront's URL, even if it has a custom domain."""

    currency: str
    url: str | None = None
