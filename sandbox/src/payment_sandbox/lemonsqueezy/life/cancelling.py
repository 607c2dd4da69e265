"""A subscription is cancelled, taken up again, or over."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.life.paying import void_what_is_owed
from payment_sandbox.lemonsqueezy.life.standing import is_on_trial, settle
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import read, written
from payment_sandbox.records import Document


def cancel(shop: Shop, subscription: Document) -> None:
    """It goes on until `ends_at` (Lemon Squeezy API, Subscription.status `cancelled`).

    Raises:
        Refusal: it is over already.
    """
    refuse_expired(subscription)
    told = subscription["attributes"]
    if told["cancelled"]:
        return
    ends_at = max(read(told["renews_at"]), shop.clock.now())
    told |= {"cancelled": True, "ends_at": written(ends_at), "pause": None}
    settle(shop, subscription)
    shop.events.tell("subscription_cancelled", subscription)
    shop.events.tell("subscription_updated", subscription)


def resume(shop: Shop, subscription: Document) -> None:
    """As if it had not been cancelled.

    Raises:
        Refusal: it is over already.
    """
    refuse_expired(subscription)
    told = subscription["attributes"]
    if not told["cancelled"]:
        return
    told |= {"cancelled": False, "ends_at": None}
    if not is_on_trial(shop, subscription):
        told["trial_ends_at"] = None
    settle(shop, subscription)
    shop.events.tell("subscription_resumed", subscription)
    shop.events.tell("subscription_updated", subscription)


def expire(shop: Shop, subscription: Document) -> None:
    """For good. It also counts as cancelled from now on."""
    told = subscription["attributes"]
    told |= {"cancelled": True, "ends_at": told["ends_at"] or written(shop.clock.now())}
    subscription["private"]["ended"] = True
    void_what_is_owed(shop, subscription)
    settle(shop, subscription)
    shop.events.tell("subscription_expired", subscription)
    shop.events.tell("subscription_updated", subscription)


def refuse_expired(subscription: Document) -> None:
    """
    Raises:
        Refusal: it is over, and nothing can be changed any more.
    """
    if subscription["private"]["ended"]:
        raise Refusal("An expired subscription cannot be updated.", "/data/attributes/status")
