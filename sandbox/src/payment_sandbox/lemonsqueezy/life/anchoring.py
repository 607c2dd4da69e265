"""Renewals are moved to another day."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime

from payment_sandbox.lemonsqueezy.intervals import after
from payment_sandbox.lemonsqueezy.life.standing import is_on_trial, settle
from payment_sandbox.lemonsqueezy.refusal import Refusal
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import written
from payment_sandbox.records import Document


def end_trial(shop: Shop, subscription: Document, ends_at: datetime) -> None:
    """The trial ends then, and the first payment is due.

    Raises:
        Refusal: there is none, or that is in the past.
    """
    pointer = "/data/attributes/trial_ends_at"
    if not is_on_trial(shop, subscription) or subscription["attributes"]["cancelled"]:
        raise Refusal("The subscription is not on a trial.", pointer)
    if ends_at <= shop.clock.now():
        raise Refusal("The trial ends at field must be a date after now.", pointer)
    subscription["attributes"] |= {
        "trial_ends_at": written(ends_at),
        "renews_at": written(ends_at),
        "billing_anchor": ends_at.day,
    }
    subscription["private"]["period_ends_at"] = written(ends_at)
    settle(shop, subscription)
    shop.events.tell("subscription_updated", subscription)


def anchor(shop: Shop, subscription: Document, day: int | None) -> None:
    """From its next such day of the month on it renews on that day. None or 0: from now on, which ends a trial.

    Nothing is charged for the days between.
    """
    told, now = subscription["attributes"], shop.clock.now()
    due = _next(now, day) if day else now
    on_trial = is_on_trial(shop, subscription)
    told |= {
        "billing_anchor": day or due.day,
        "renews_at": written(due),
        "trial_ends_at": written(due) if on_trial and day else None,
    }
    subscription["private"]["period_ends_at"] = written(due)
    settle(shop, subscription)
    shop.events.tell("subscription_updated", subscription)


def _next(now: datetime, day: int) -> datetime:
    """The next moment after now on this day of a month, as far as the month has it."""
    this_month = now.replace(day=min(day, monthrange(now.year, now.month)[1]))
    return this_month if this_month > now else after(now, "month", 1, day)
