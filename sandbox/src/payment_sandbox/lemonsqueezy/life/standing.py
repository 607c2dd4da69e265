"""How a subscription stands: one status, made of all that has happened to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import read
from payment_sandbox.records import Document

RETRIES = tuple(timedelta(days=days) for days in (3, 4, 4, 3))
"""After a renewal has failed: four in two weeks (Lemon Squeezy API, Subscription.status)."""

GIVEN_UP_AFTER = timedelta(days=14)
"""How long an unpaid subscription waits for a new card before it expires; a setting of the real store."""

DUE = "due"


def settle(shop: Shop, subscription: Document, *, touch: bool = True) -> None:
    """Keeps it in the status that follows from the rest, and notes when something is going to happen to it."""
    subscription["attributes"]["status"] = _status(subscription)
    shop.resources.save(subscription, touch=touch)
    due = due_at(subscription)
    if due is None:
        shop.records.delete(DUE, subscription["id"])
    else:
        shop.records.put(DUE, {"id": subscription["id"], "at": due.timestamp()})


def due_at(subscription: Document) -> datetime | None:
    """When something happens to it by itself; None if nothing ever does."""
    told, private = subscription["attributes"], subscription["private"]
    status = _status(subscription)
    if status == "expired":
        return None
    if status == "cancelled":
        return read(told["ends_at"])
    if status == "unpaid":
        return read(private["arrears"]["given_up_at"])
    moments = [told["renews_at"], told["pause"]["resumes_at"] if told["pause"] is not None else None]
    return min(read(moment) for moment in moments if moment is not None)


def is_on_trial(shop: Shop, subscription: Document) -> bool:
    """Whatever else it is."""
    ends_at = subscription["attributes"]["trial_ends_at"]
    return ends_at is not None and shop.clock.now() < read(ends_at)


def _status(subscription: Document) -> str:
    told, private = subscription["attributes"], subscription["private"]
    if private["ended"]:
        return "expired"
    if told["cancelled"]:
        return "cancelled"
    if told["pause"] is not None:
        return "paused"
    if private["arrears"] is not None:
        return "unpaid" if private["arrears"]["failures"] > len(RETRIES) else "past_due"
    return "on_trial" if told["trial_ends_at"] is not None else "active"
