"""Items of subscriptions as JSON."""

from __future__ import annotations

from typing import Any

from adapters.persistence.mirror.mapping import pricing
from domain.catalogue.item import SubscriptionItem, Usage

_AS_THEY_ARE = ("id", "product_id", "price_id", "name", "interval", "interval_count", "quantity")


def to_json(item: SubscriptionItem) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in _AS_THEY_ARE},
        "usage": item.usage.value,
        "pricing": pricing.to_json(item.pricing) if item.pricing is not None else None,
    }


def from_json(told: dict[str, Any]) -> SubscriptionItem:
    return SubscriptionItem(
        usage=Usage(told["usage"]),
        pricing=pricing.from_json(told["pricing"]) if told["pricing"] is not None else None,
        **{name: told[name] for name in _AS_THEY_ARE},
    )
