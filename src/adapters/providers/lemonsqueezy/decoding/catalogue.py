"""Prices."""

from __future__ import annotations

from decimal import Decimal

from adapters.providers.lemonsqueezy.decoding.context import DecodingContext
from adapters.providers.lemonsqueezy.money import exponent
from adapters.providers.lemonsqueezy.wire.catalogue import Price
from adapters.providers.lemonsqueezy.wire.document import Resource
from application.ports.provider.updates import ProviderUpdate
from domain.catalogue.entry import CatalogueSnapshot
from domain.catalogue.pricing import TIERED, Pricing, Scheme
from domain.mirror.snapshot import ObjectKind

_SCHEMES = {
    "standard": Scheme.PER_UNIT,
    "package": Scheme.PACKAGE,
    "graduated": Scheme.GRADUATED,
    "volume": Scheme.VOLUME,
}
_INTERVALS = frozenset({"day", "week", "month", "year"})
_ONE_TIME = {"subscription": False, "one_time": True, "lead_magnet": True, "pwyw": True}


def heard(price: Resource[Price], currency: str, telling: DecodingContext) -> ProviderUpdate:
    """Decode the amount, the interval and whether the price recurs. `currency` is the store's."""
    told = price.attributes
    recurs = told.renewal_interval_unit in _INTERVALS and told.category == "subscription"
    snapshot = CatalogueSnapshot(
        ref=telling.ref(price.id),
        kind=ObjectKind.PRICE,
        timestamp=telling.stamp(told.updated_at),
        pricings=_pricings(told, currency),
        interval=told.renewal_interval_unit if recurs else None,
        interval_count=told.renewal_interval_quantity if recurs else None,
        one_time=_ONE_TIME.get(told.category or ""),
    )
    return ProviderUpdate(snapshots=(snapshot,))


def _pricings(price: Price, currency: str) -> tuple[Pricing, ...]:
    """Return one pricing, or none if the scheme is unknown (Lemon Squeezy API, "Prices"). Packages are rounded up."""
    scheme, code = _SCHEMES.get(price.scheme or "standard"), currency.upper()
    if scheme is None:
        return ()
    if scheme is Scheme.PACKAGE and not price.package_size:
        return ()
    pricing = Pricing(
        scheme=scheme,
        currency=code,
        exponent=exponent(code),
        amount=None if scheme in TIERED else _amount(price),
        package_size=price.package_size if scheme is Scheme.PACKAGE else None,
    )
    return (pricing,)


def _amount(price: Price) -> Decimal | None:
    if price.unit_price_decimal is not None:
        return price.unit_price_decimal
    return Decimal(price.unit_price) if price.unit_price is not None else None
