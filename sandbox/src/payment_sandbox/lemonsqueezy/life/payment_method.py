"""Another card."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.cards import Card
from payment_sandbox.lemonsqueezy.life import paying
from payment_sandbox.lemonsqueezy.life.cancelling import refuse_expired
from payment_sandbox.lemonsqueezy.life.standing import settle
from payment_sandbox.lemonsqueezy.refusal import CardDeclined
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document


def update_payment_method(shop: Shop, subscription: Document, card: Card) -> None:
    """What is owed is collected from it at once.

    Raises:
        CardDeclined: the old one stays.
        Refusal: the subscription is over.
    """
    refuse_expired(subscription)
    if not card.pays:
        raise CardDeclined
    subscription["private"]["card"] = card.id
    subscription["attributes"] |= {"card_brand": card.brand, "card_last_four": card.last_four}
    settle(shop, subscription)
    arrears = subscription["private"]["arrears"]
    if arrears is not None and card.renews:
        paying.collect(shop, subscription, shop.resources.the("subscription-invoices", arrears["invoice_id"]))
    shop.events.tell("subscription_updated", subscription)
