"""Payments are paused: `void` serves nothing meanwhile, `free` serves free of charge."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from payment_sandbox.lemonsqueezy.life.cancelling import refuse_expired
from payment_sandbox.lemonsqueezy.life.paying import void_what_is_owed
from payment_sandbox.lemonsqueezy.life.standing import settle
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import written
from payment_sandbox.records import Document

Mode = Literal["void", "free"]
MODES: tuple[Mode, ...] = ("void", "free")


def pause(shop: Shop, subscription: Document, mode: Mode, resumes_at: datetime | None) -> None:
    """`resumes_at`: None until somebody resumes it. What is owed is not asked for any more.

    Raises:
        Refusal: it is cancelled or over, or would resume before now.
    """
    refuse_expired(subscription)
    if subscription["attributes"]["cancelled"]:
        raise Refusal("A cancelled subscription cannot be paused.", "/data/attributes/pause")
    if resumes_at is not None and resumes_at <= shop.clock.now():
        raise Refusal("The resumes at field must be a date after now.", "/data/attributes/pause/resumes_at")
    void_what_is_owed(shop, subscription)
    subscription["attributes"] |= {
        "pause": {"mode": mode, "resumes_at": written(resumes_at) if resumes_at is not None else None},
        "renews_at": subscription["private"]["period_ends_at"],
    }
    settle(shop, subscription)
    shop.events.tell("subscription_paused", subscription)
    shop.events.tell("subscription_updated", subscription)


def unpause(shop: Shop, subscription: Document) -> None:
    """Payments go on with the next renewal."""
    refuse_expired(subscription)
    if subscription["attributes"]["pause"] is None:
        return
    subscription["attributes"]["pause"] = None
    settle(shop, subscription)
    shop.events.tell("subscription_unpaused", subscription)
    shop.events.tell("subscription_updated", subscription)
