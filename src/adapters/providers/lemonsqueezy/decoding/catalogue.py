"""Prices."""

from __future__ import annotations

from adapters.providers.lemonsqueezy.currencies import money
from adapters.providers.lemonsqueezy.decoding.telling import Telling
from adapters.providers.lemonsqueezy.wire.catalogue import Price
from adapters.providers.lemonsqueezy.wire.document import Resource
from application.heard import Heard
from domain.catalogue import CatalogueSnapshot
from domain.money import Money
from domain.snapshot import ObjectKind

_INTERVALS = frozenset({"day", "week", "month", "year"})
_ONE_TIME = {"subscription": False, "one_time": True, "lead_magnet": True, "pwyw": True}


def heard(price: Resource[Price], currency: str, telling: Telling) -> Heard:
    """What it costs, how often it is due, and whether that is more than once. `currency` is the store's."""
    told = price.attributes
    recurs = told.renewal_interval_unit in _INTERVALS and told.category == "subscription"
    snapshot = CatalogueSnapshot(
        ref=telling.ref(price.id),
        kind=ObjectKind.PRICE,
        stamp=telling.stamp(told.updated_at),
        price=_amount(told, currency),
        interval=told.renewal_interval_unit if recurs else None,
        interval_count=told.renewal_interval_quantity if recurs else None,
        one_time=_ONE_TIME.get(told.category or ""),
    )
    return Heard(snapshots=(snapshot,))


def _amount(price: Price, currency: str) -> Money | None:
    """None where there is no such thing as the price of one unit: packages and tiers."""
    if price.unit_price is None or price.scheme not in (None, "standard"):
        return None
    return money(price.unit_price, currency)
