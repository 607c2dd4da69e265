"""What happens by itself when its time has come."""

from __future__ import annotations

from datetime import UTC, datetime

from payment_sandbox.lemonsqueezy.life import cancelling, pausing, paying
from payment_sandbox.lemonsqueezy.life.period import begin_next, cents_of
from payment_sandbox.lemonsqueezy.life.standing import DUE, due_at, settle
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import read
from payment_sandbox.records import Document


def next_due(shop: Shop) -> datetime | None:
    """The earliest moment at which anything happens; None if nothing ever does."""
    earliest = shop.records.least(DUE, "at")
    return datetime.fromtimestamp(earliest, UTC) if earliest is not None else None


def play_due(shop: Shop, now: datetime) -> None:
    """Everything whose time has come, one after the other. What that makes due is played as well."""
    while (earliest := shop.records.least(DUE, "at")) is not None and earliest <= now.timestamp():
        for each in shop.records.find(DUE, "at", earliest):
            play(shop, shop.resources.the("subscriptions", each["id"]), now)


def play(shop: Shop, subscription: Document, now: datetime) -> None:
    """The one thing that this subscription waited for."""
    status, pause = subscription["attributes"]["status"], subscription["attributes"]["pause"]
    due = due_at(subscription)
    if due is None or due > now:
        settle(shop, subscription, touch=False)
    elif status in ("cancelled", "unpaid"):
        cancelling.expire(shop, subscription)
    elif status == "past_due":
        _try_again(shop, subscription)
    elif status == "paused" and pause["resumes_at"] is not None and read(pause["resumes_at"]) <= now:
        pausing.unpause(shop, subscription)
    else:
        renew(shop, subscription)


def renew(shop: Shop, subscription: Document) -> None:
    """The next period begins, and is paid unless nothing is collected at the time."""
    begin_next(shop, subscription)
    if subscription["attributes"]["pause"] is None:
        invoice = paying.bill(shop, subscription, "renewal", cents_of(shop, subscription))
        paying.collect(shop, subscription, invoice)
    else:
        settle(shop, subscription)
    shop.events.tell("subscription_updated", subscription)


def _try_again(shop: Shop, subscription: Document) -> None:
    owed = shop.resources.the("subscription-invoices", subscription["private"]["arrears"]["invoice_id"])
    paying.collect(shop, subscription, owed)
    shop.events.tell("subscription_updated", subscription)
