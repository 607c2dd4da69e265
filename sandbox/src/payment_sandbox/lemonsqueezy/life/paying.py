"""An invoice of a subscription is paid, or it is not."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.cards import CARDS
from payment_sandbox.lemonsqueezy.life import customers
from payment_sandbox.lemonsqueezy.life.standing import GIVEN_UP_AFTER, RETRIES, settle
from payment_sandbox.lemonsqueezy.objects.subscription_invoice import Reason, subscription_invoice
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import written
from payment_sandbox.records import Document


def bill(shop: Shop, subscription: Document, reason: Reason, cents: int) -> Document:
    """An invoice, pending. What was carried over from changes of plan is settled with it, as far as it goes."""
    private = subscription["private"]
    owed = cents + private["carried_over"]
    private["carried_over"] = min(owed, 0)
    return shop.resources.add(
        "subscription-invoices",
        subscription_invoice(subscription, reason, max(owed, 0)),
        private={"custom_data": private["custom_data"], "of_plan": plan_of(subscription)},
    )


def plan_of(subscription: Document) -> Document:
    """By its names: an invoice goes on to tell what it was for."""
    return {name: subscription["attributes"][name] for name in ("product_name", "variant_name")}


def collect(shop: Shop, subscription: Document, invoice: Document) -> bool:
    """Whether the card paid it. Tells of the payment, and leaves it to the caller to tell of the subscription."""
    private, told = subscription["private"], invoice["attributes"]
    card = CARDS[private["card"]]
    told |= {"card_brand": card.brand, "card_last_four": card.last_four}
    if told["total"] > 0 and not card.renews:
        _failed(shop, subscription, invoice)
        return False
    recovered, private["arrears"] = private["arrears"] is not None, None
    subscription["attributes"]["renews_at"] = private["period_ends_at"]
    told["status"] = "paid"
    shop.resources.save(invoice)
    settle(shop, subscription)
    customers.earn(shop, told["customer_id"], told["total"])
    if recovered:
        shop.events.tell("subscription_payment_recovered", invoice)
    shop.events.tell("subscription_payment_success", invoice)
    return True


def void_what_is_owed(shop: Shop, subscription: Document) -> None:
    """Nobody asks for it any more."""
    arrears, subscription["private"]["arrears"] = subscription["private"]["arrears"], None
    if arrears is not None:
        invoice = shop.resources.the("subscription-invoices", arrears["invoice_id"])
        invoice["attributes"]["status"] = "void"
        shop.resources.save(invoice)


def _failed(shop: Shop, subscription: Document, invoice: Document) -> None:
    """`renews_at` is when it is tried again (Lemon Squeezy API, Subscription.renews_at)."""
    now, private = shop.clock.now(), subscription["private"]
    failures = (private["arrears"] or {"failures": 0})["failures"] + 1
    private["arrears"] = {
        "invoice_id": invoice["id"],
        "failures": failures,
        "given_up_at": written(now + GIVEN_UP_AFTER),
    }
    if failures <= len(RETRIES):
        subscription["attributes"]["renews_at"] = written(now + RETRIES[failures - 1])
    shop.resources.save(invoice)
    settle(shop, subscription)
    shop.events.tell("subscription_payment_failed", invoice)
