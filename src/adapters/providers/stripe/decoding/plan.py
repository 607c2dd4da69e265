"""The plan of a subscription, decoded from its items."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.providers.stripe.decoding.catalogue import interval_of
from adapters.providers.stripe.decoding.context import id_of
from adapters.providers.stripe.decoding.pricing import pricing_of, pricing_of_plan
from adapters.providers.stripe.wire.catalogue import Plan as OldPlan
from adapters.providers.stripe.wire.catalogue import Price
from adapters.providers.stripe.wire.subscription import SubscriptionItem as Item
from domain.catalogue.item import SubscriptionItem, Usage
from domain.intent import PortalRestriction

_METERED = "metered"


def items_of(items: Sequence[Item]) -> tuple[SubscriptionItem, ...]:
    """Decode the items without names, which belong to the products and change without an event of the subscription."""
    return tuple(item for item in map(_item, items) if item is not None)


def is_metered(item: Item) -> bool:
    if item.price is not None:
        return item.price.recurring is not None and item.price.recurring.usage_type == _METERED
    return item.plan is not None and item.plan.usage_type == _METERED


def lock_on(items: Sequence[Item], collection_method: str | None) -> PortalRestriction | None:
    """Return why the portal offers no other plan (Stripe documentation, "Customer portal limitations").

    Payment by invoice comes first, because it also keeps a subscription from being paused.
    """
    if collection_method == "send_invoice":
        return PortalRestriction.SEND_INVOICE
    if len(items) > 1:
        return PortalRestriction.SEVERAL_ITEMS
    return PortalRestriction.METERED if any(is_metered(item) for item in items) else None


def _item(item: Item) -> SubscriptionItem | None:
    usage = Usage.METERED if is_metered(item) else Usage.LICENSED
    quantity = None if usage is Usage.METERED else item.quantity
    if item.price is not None:
        return _priced(item.price, quantity, usage)
    return _planned(item.plan, quantity, usage) if item.plan is not None else None


def _priced(price: Price, quantity: int | None, usage: Usage) -> SubscriptionItem:
    return SubscriptionItem(
        id=price.id,
        product_id=id_of(price.product),
        price_id=price.id,
        pricing=pricing_of(price),
        interval=interval_of(price.recurring.interval) if price.recurring else None,
        interval_count=price.recurring.interval_count if price.recurring else None,
        quantity=quantity,
        usage=usage,
    )


def _planned(plan: OldPlan, quantity: int | None, usage: Usage) -> SubscriptionItem:
    return SubscriptionItem(
        id=plan.id,
        product_id=id_of(plan.product),
        price_id=plan.id,
        pricing=pricing_of_plan(plan),
        interval=interval_of(plan.interval),
        interval_count=plan.interval_count,
        quantity=quantity,
        usage=usage,
    )
