"""What a subscription is for, out of its items."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.providers.stripe.currencies import money
from adapters.providers.stripe.decoding.catalogue import amount_of, interval_of
from adapters.providers.stripe.decoding.telling import id_of
from adapters.providers.stripe.wire.catalogue import Plan as OldPlan
from adapters.providers.stripe.wire.catalogue import Price
from adapters.providers.stripe.wire.subscription import SubscriptionItem
from domain.intent import Obstacle
from domain.subscription import Plan

_METERED = "metered"


def leading_item(items: Sequence[SubscriptionItem]) -> SubscriptionItem | None:
    """The first that is not metered, else the first."""
    return next((item for item in items if not is_metered(item)), items[0] if items else None)


def plan_of(item: SubscriptionItem | None) -> Plan | None:
    """No name: it is the product's, which may change without the subscription's being told anew."""
    if item is None:
        return None
    quantity = None if is_metered(item) else item.quantity
    if item.price is not None:
        return _priced(item.price, quantity)
    return _planned(item.plan, quantity) if item.plan is not None else None


def is_metered(item: SubscriptionItem) -> bool:
    if item.price is not None:
        return item.price.recurring is not None and item.price.recurring.usage_type == _METERED
    return item.plan is not None and item.plan.usage_type == _METERED


def lock_on(items: Sequence[SubscriptionItem], collection_method: str | None) -> Obstacle | None:
    """What keeps the portal from offering another plan (Stripe documentation, "Customer portal limitations")."""
    if len(items) > 1:
        return Obstacle.SEVERAL_ITEMS
    if any(is_metered(item) for item in items):
        return Obstacle.METERED
    return Obstacle.SEND_INVOICE if collection_method == "send_invoice" else None


def _priced(price: Price, quantity: int | None) -> Plan:
    return Plan(
        id=price.id,
        product_id=id_of(price.product),
        price_id=price.id,
        price=amount_of(price),
        interval=interval_of(price.recurring.interval) if price.recurring else None,
        interval_count=price.recurring.interval_count if price.recurring else None,
        quantity=quantity,
    )


def _planned(plan: OldPlan, quantity: int | None) -> Plan:
    amount, currency = plan.amount, plan.currency
    return Plan(
        id=plan.id,
        product_id=id_of(plan.product),
        price_id=plan.id,
        price=money(amount, currency) if amount is not None and currency is not None else None,
        interval=interval_of(plan.interval),
        interval_count=plan.interval_count,
        quantity=quantity,
    )
