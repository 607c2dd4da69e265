"""Converts items, changes and amounts to response schemas."""

from __future__ import annotations

from domain.catalogue.item import SubscriptionItem
from domain.catalogue.pricing import Pricing
from domain.lifecycle.phases import PendingChange
from domain.money import Money
from domain.purchases.contents import PurchasedItem
from entrypoints.http.schemas import billing as billing_json


def plan(leading: SubscriptionItem) -> billing_json.Plan:
    return billing_json.Plan(
        id=leading.id,
        product_id=leading.product_id,
        name=leading.name,
        price=money(leading.price),
        pricing=_pricing(leading.pricing),
        interval=leading.interval,
        interval_count=leading.interval_count,
        quantity=leading.quantity,
        usage=leading.usage,
    )


def item(known: SubscriptionItem) -> billing_json.Item:
    return billing_json.Item(
        price_id=known.price_id,
        product_id=known.product_id,
        name=known.name,
        quantity=known.quantity,
        price=money(known.price),
        pricing=_pricing(known.pricing),
        interval=known.interval,
        interval_count=known.interval_count,
        usage=known.usage,
    )


def pending_change(change: PendingChange) -> billing_json.PendingChange:
    return billing_json.PendingChange(plan_id=change.plan_id, at=change.at, items=[item(each) for each in change.items])


def purchased_item(known: PurchasedItem) -> billing_json.PurchasedItem:
    return billing_json.PurchasedItem(
        price_id=known.price_id or known.variant_id,
        product_id=known.product_id,
        name=known.name,
        quantity=known.quantity,
        amount=money(known.amount),
    )


def money(amount: Money | None) -> billing_json.Money | None:
    if amount is None:
        return None
    return billing_json.Money(amount=amount.amount, currency=amount.currency, exponent=amount.exponent)


def _pricing(known: Pricing | None) -> billing_json.Pricing | None:
    if known is None:
        return None
    return billing_json.Pricing(
        scheme=known.scheme,
        amount=f"{known.amount:f}" if known.amount is not None else None,
        currency=known.currency,
        exponent=known.exponent,
        package_size=known.package_size,
        rounding=None if known.package_size is None else "down" if known.rounds_down else "up",
    )
