"""What happens by itself as time goes by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from payment_sandbox.stripe import due
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import (
    authorizations,
    cancellation,
    checkout,
    collection,
    invoices,
    overdue,
    pause_schedules,
    pausing,
    renewal,
    trial_warning,
)


def next_due(account: Account) -> datetime | None:
    """The earliest moment at which something happens."""
    earliest = account.records.least(due.KIND, "at")
    return None if earliest is None else datetime.fromtimestamp(earliest, UTC)


def play_due(account: Account, now: datetime) -> None:
    """Has everything happen that is due by now, what was due first before the rest."""
    while (moment := account.records.least(due.KIND, "at")) is not None and moment <= now.timestamp():
        for each in account.records.find(due.KIND, "at", moment):
            _PLAYS[each["of"]](account, each["id"], int(moment))


def _play_subscription(account: Account, id_: str, now: int) -> None:
    subscription = account.get("subscription", id_)
    pause = subscription["pause_collection"]
    if subscription["cancel_at"] is not None and subscription["cancel_at"] <= now:
        cancellation.end(account, id_)
    elif pause is not None and pause["resumes_at"] is not None and pause["resumes_at"] <= now:
        pausing.resume_collection(account, id_)
    else:
        renewal.renew(account, id_)


def _play_invoice(account: Account, id_: str, _: int) -> None:
    if account.get("invoice", id_)["status"] == "draft":
        invoices.finalize(account, id_)
    collection.collect(account, id_)


def _play_checkout(account: Account, id_: str, _: int) -> None:
    checkout.expire(account, id_)


def _play_payment(account: Account, id_: str, _: int) -> None:
    authorizations.expire(account, id_)


_PLAYS: Mapping[str, Callable[[Account, str, int], None]] = {
    "subscription": _play_subscription,
    "invoice": _play_invoice,
    "checkout.session": _play_checkout,
    "payment_intent": _play_payment,
    "subscription_schedule": pause_schedules.play,
    overdue.KIND: overdue.happen,
    trial_warning.KIND: trial_warning.warn,
}
