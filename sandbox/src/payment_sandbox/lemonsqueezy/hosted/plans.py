"""The plans that a subscription can be changed to, and what each would cost now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from payment_sandbox.lemonsqueezy.hosted import words
from payment_sandbox.lemonsqueezy.life.changing_plan import prorated
from payment_sandbox.lemonsqueezy.life.period import item_of, price_of, price_of_variant
from payment_sandbox.lemonsqueezy.money import formatted
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`id`: of the variant; `effect`: what changing to it does, in words."""

    id: str
    name: str
    price: str
    effect: str
    is_current: bool


def plans_for(shop: Shop, subscription: Document) -> Sequence[Plan]:
    """All that the store sells by subscription, in its own order."""
    return [
        _plan(shop, subscription, variant, price)
        for variant in shop.records.oldest("variants")
        if (price := price_of_variant(shop, variant))["attributes"]["category"] == "subscription"
    ]


def _plan(shop: Shop, subscription: Document, variant: Document, price: Document) -> Plan:
    product = shop.resources.the("products", variant["attributes"]["product_id"])
    is_current = subscription["attributes"]["variant_id"] == number(variant)
    return Plan(
        id=variant["id"],
        name=words.plan(product["attributes"]["name"], variant["attributes"]["name"]),
        price=words.cost(price, item_of(shop, subscription)["attributes"]["quantity"]),
        effect="Your current plan." if is_current else _effect(shop, subscription, price),
        is_current=is_current,
    )


def _effect(shop: Shop, subscription: Document, price: Document) -> str:
    difference = prorated(shop, subscription, price) - prorated(shop, subscription, price_of(shop, subscription))
    if difference > 0:
        return f"{formatted(difference)} is charged now for the rest of the period."
    if difference < 0:
        return f"{formatted(-difference)} is credited toward the next payment."
    return "Nothing is charged now."
