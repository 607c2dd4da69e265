"""Prices in words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.catalogue.item import SubscriptionItem, Usage
from domain.catalogue.pricing import TIERED, Pricing
from domain.money import Money
from entrypoints.http.billing_page.locale_format import LocaleFormat
from entrypoints.http.billing_page.messages import message

_INTERVALS = frozenset({"day", "week", "month", "year"})


def price_of(item: SubscriptionItem | None, region: LocaleFormat) -> str | None:
    """Return the price of an item in words, before taxes and discounts, or None while it is not known."""
    if item is None or item.pricing is None:
        return None
    if item.price is None or item.quantity is None:
        return _described(item, item.pricing, region)
    return price(item.price, item, region, quantity=item.quantity)


def price(amount: Money, item: SubscriptionItem, region: LocaleFormat, *, quantity: int = 1) -> str:
    """An amount that is due as often as the item."""
    words, interval = region.money(amount), every(item)
    if quantity == 1:
        return message("price.every", price=words, interval=interval).strip()
    return message("price.many", quantity=str(quantity), price=words, interval=interval).strip()


def lines_of(items: Sequence[SubscriptionItem], region: LocaleFormat) -> tuple[str, ...]:
    """One line for each of several items."""
    if len(items) == 1:
        return ()
    named = ((item.name or message("name.item"), price_of(item, region)) for item in items)
    return tuple(message("item.priced", name=name, price=cost) if cost is not None else name for name, cost in named)


def named(items: Sequence[SubscriptionItem], region: LocaleFormat) -> str | None:
    """Items in a sentence, None unless all their names are known."""
    words = [f"{item.name} ({price})" if (price := price_of(item, region)) else item.name for item in items]
    if not words or any(item.name is None for item in items):
        return None
    *before, last = (word for word in words if word is not None)
    return message("list.and", before=", ".join(before), last=last) if before else last


def every(item: SubscriptionItem) -> str:
    """`per month`; empty where the interval is not known."""
    if item.interval not in _INTERVALS:
        return message("every.unknown")
    count = item.interval_count or 1
    return message(f"every.{item.interval}.{'one' if count == 1 else 'many'}", count=str(count))


def _described(item: SubscriptionItem, pricing: Pricing, region: LocaleFormat) -> str | None:
    """Describe a price that has no amount to multiply by the quantity."""
    words = _scheme(pricing, region)
    if words is None:
        return message("price.by_usage") if item.usage is Usage.METERED else None
    if item.quantity is not None and pricing.scheme not in TIERED:
        words = message("price.of_units", quantity=str(item.quantity), price=words)
    interval = every(item)
    return message("price.billed", price=words, interval=interval) if interval else words


def _scheme(pricing: Pricing, region: LocaleFormat) -> str | None:
    rate = region.rate(pricing)
    if pricing.scheme in TIERED:
        return message("price.tiered")
    if rate is None:
        return None
    if pricing.package_size is not None:
        return message("price.package", price=rate, size=str(pricing.package_size))
    return message("price.unit", price=rate)
