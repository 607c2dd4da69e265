"""A checkout that is completed: an order, and with it perhaps a subscription."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from payment_sandbox.lemonsqueezy.cards import Card
from payment_sandbox.lemonsqueezy.life import customers, subscribing
from payment_sandbox.lemonsqueezy.life.period import price_of_variant
from payment_sandbox.lemonsqueezy.objects import order as objects
from payment_sandbox.lemonsqueezy.refusal import CardDeclined
from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What is bought, by whom, and how it is paid.

    `custom_data`: what comes back with every event of it. `cents`: instead of what the variant costs, None for that.
    """

    variant: Document
    name: str
    email: str
    card: Card
    quantity: int = 1
    custom_data: Mapping[str, str] = field(default_factory=dict)
    cents: int | None = None
    skip_trial: bool = False


def buy(shop: Shop, purchase: Purchase) -> Document:
    """The order.

    Raises:
        CardDeclined: nothing was bought.
    """
    price = price_of_variant(shop, purchase.variant)
    trial = None if purchase.skip_trial else price["attributes"]["trial_interval_unit"]
    cents = (price["attributes"]["unit_price"] if purchase.cents is None else purchase.cents) * purchase.quantity
    if not purchase.card.pays:
        raise CardDeclined
    product = shop.resources.the("products", purchase.variant["attributes"]["product_id"])
    store = shop.resources.the("stores", product["attributes"]["store_id"])
    customer = customers.buyer(shop, store, purchase.name, purchase.email)
    made = objects.order(
        customer, shop.ids.uuid(), shop.records.number("order-numbers"), 0 if trial is not None else cents
    )
    order = shop.resources.add("orders", made, private={"custom_data": dict(purchase.custom_data)})
    item = shop.resources.add(
        "order-items", objects.order_item(order, product, purchase.variant, price, purchase.quantity)
    )
    if price["attributes"]["category"] != "subscription":
        customers.earn(shop, number(customer), cents)
        shop.events.tell("order_created", order)
        return order
    subscribing.subscribe(shop, order, item, price, purchase.card, with_trial=trial is not None)
    return order
