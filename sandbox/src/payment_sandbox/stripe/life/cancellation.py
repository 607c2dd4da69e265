"""How subscriptions end: at the period's end, or at once; and how an end is taken back."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import invoices
from payment_sandbox.stripe.objects.invoice import subscription_of
from payment_sandbox.stripe.objects.subscription import first_item

_NO_DETAILS = {"comment": None, "feedback": None, "reason": None}


def at_period_end(
    account: Account, id_: str, *, by_flag: bool = False, feedback: str | None = None, comment: str | None = None
) -> Document:
    """As the portal does it, `cancel_at` alone is set; `by_flag`: also the flag, as the API does."""
    subscription = account.get("subscription", id_)
    end = first_item(subscription)["current_period_end"]
    return at(account, id_, end, by_flag=by_flag, feedback=feedback, comment=comment)


def at(
    account: Account,
    id_: str,
    moment: int,
    *,
    by_flag: bool = False,
    feedback: str | None = None,
    comment: str | None = None,
) -> Document:
    """At a chosen moment, in seconds since 1970."""
    before = account.get("subscription", id_)
    planned = {
        "cancel_at": moment,
        "cancel_at_period_end": by_flag,
        "canceled_at": account.now(),
        "cancellation_details": {"comment": comment, "feedback": feedback, "reason": "cancellation_requested"},
    }
    return account.change(before, {**before, **planned}, "customer.subscription.updated")


def undo(account: Account, id_: str) -> Document:
    """It goes on as if nobody had asked for its end."""
    before = account.get("subscription", id_)
    cleared = {
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": _NO_DETAILS,
    }
    return account.change(before, {**before, **cleared}, "customer.subscription.updated")


def at_once(account: Account, id_: str, *, feedback: str | None = None, comment: str | None = None) -> Document:
    """Now, with nothing paid back."""
    return end(account, id_, reason="cancellation_requested", feedback=feedback, comment=comment)


def end(
    account: Account, id_: str, *, reason: str | None = None, feedback: str | None = None, comment: str | None = None
) -> Document:
    """Its last moment has come. Without a reason it is the one that was given when the end was planned."""
    before, now = account.get("subscription", id_), account.now()
    _drop_schedule(account, before)
    _stop_collecting(account, before)
    given = {"comment": comment, "feedback": feedback, "reason": reason}
    after = {
        **account.get("subscription", id_),
        "canceled_at": before["canceled_at"] if reason is None else now,
        "cancellation_details": before["cancellation_details"] if reason is None else given,
        "ended_at": now,
        "status": "canceled",
    }
    account.put(after)
    account.tell("customer.subscription.deleted", after)
    return after


def _stop_collecting(account: Account, subscription: Document) -> None:
    """What is owed stays owed, but nothing is tried any more (Stripe documentation, "Cancel subscriptions")."""
    for invoice in account.records.find("invoice", "customer", subscription["customer"]):
        if subscription_of(invoice) == subscription["id"] and invoice["status"] in ("draft", "open"):
            invoices.leave_alone(account, invoice["id"])


def _drop_schedule(account: Account, subscription: Document) -> None:
    if subscription["schedule"] is None:
        return
    schedule = account.get("subscription_schedule", subscription["schedule"])
    dropped = {"canceled_at": account.now(), "current_phase": None, "status": "canceled"}
    account.put({**schedule, **dropped})
    account.tell("subscription_schedule.canceled", {**schedule, **dropped})
    account.put({**subscription, "schedule": None})
