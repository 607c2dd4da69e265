"""A subscription begins."""

from __future__ import annotations

from datetime import datetime

from payment_sandbox.lemonsqueezy import intervals
from payment_sandbox.lemonsqueezy.cards import Card
from payment_sandbox.lemonsqueezy.life import customers
from payment_sandbox.lemonsqueezy.life.paying import plan_of
from payment_sandbox.lemonsqueezy.life.period import period_after
from payment_sandbox.lemonsqueezy.life.standing import settle
from payment_sandbox.lemonsqueezy.objects import subscription as objects
from payment_sandbox.lemonsqueezy.objects.subscription_invoice import subscription_invoice
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import written
from payment_sandbox.records import Document

_BOTH_ORDERS = 2


def subscribe(shop: Shop, order: Document, item: Document, price: Document, card: Card, *, with_trial: bool) -> None:
    """Its first payment is that of the order, which is of nothing where there is a trial."""
    subscription = _begun(shop, order, item, price, card, with_trial=with_trial)
    invoice = shop.resources.add(
        "subscription-invoices",
        subscription_invoice(subscription, "initial", order["attributes"]["total"])
        | {"status": "paid", "card_brand": card.brand, "card_last_four": card.last_four},
        private={
            "custom_data": order["private"]["custom_data"],
            "order_id": int(order["id"]),
            "of_plan": plan_of(subscription),
        },
    )
    order["private"]["invoice_id"] = int(invoice["id"])
    shop.resources.save(order)
    customers.earn(shop, order["attributes"]["customer_id"], order["attributes"]["total"])
    _tell(shop, order, subscription, invoice)


def _begun(shop: Shop, order: Document, item: Document, price: Document, card: Card, *, with_trial: bool) -> Document:
    now = shop.clock.now()
    trial_ends_at = _trial_end(price, now) if with_trial else None
    renews_at = trial_ends_at or period_after(price, now, now.day)
    subscription = shop.resources.add(
        "subscriptions",
        objects.subscription(order, item, starts_at=now, renews_at=renews_at, trial_ends_at=trial_ends_at),
        private={
            "custom_data": order["private"]["custom_data"],
            "card": card.id,
            "period_starts_at": written(now),
            "period_ends_at": written(renews_at),
            "carried_over": 0,
            "arrears": None,
            "ended": False,
        },
    )
    shop.resources.add(
        "subscription-items", objects.subscription_item(subscription, price, item["attributes"]["quantity"])
    )
    settle(shop, subscription)
    return subscription


def _trial_end(price: Document, now: datetime) -> datetime:
    of_it = price["attributes"]
    return intervals.after(now, of_it["trial_interval_unit"], of_it["trial_interval_quantity"], now.day)


def _tell(shop: Shop, order: Document, subscription: Document, invoice: Document) -> None:
    """In no order that can be relied on, as the real ones arrive. The card is told with the update."""
    news = [("order_created", order), ("subscription_created", subscription)]
    order_first = order["attributes"]["order_number"] % _BOTH_ORDERS
    for name, document in news if order_first else reversed(news):
        shop.events.tell(name, document)
    subscription["attributes"] |= {
        "card_brand": invoice["attributes"]["card_brand"],
        "card_last_four": invoice["attributes"]["card_last_four"],
    }
    settle(shop, subscription)
    news = [("subscription_payment_success", invoice), ("subscription_updated", subscription)]
    for name, document in news if order_first else reversed(news):
        shop.events.tell(name, document)
