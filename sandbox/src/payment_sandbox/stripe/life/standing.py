"""What a payment, or its failure, means for the subscription."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import cancellation
from payment_sandbox.stripe.objects.invoice import subscription_of
from payment_sandbox.stripe.objects.subscription import paused_details

CHOICES: Mapping[str, tuple[str, ...]] = {"first": ("nothing", "pause"), "last": ("cancel", "unpaid", "pause")}
"""What may follow the first and the last failed attempt to collect an invoice; the first of each is the default.

(Stripe dashboard, "Manage failed payments"; Stripe documentation, "Pause subscriptions after payment failure".)
"""

_WAITING = frozenset({"incomplete", "past_due", "unpaid"})
_POLICY = "retry.policy"


def choose(account: Account, attempt: str, then: str) -> None:
    """Decide what follows the `first` or the `last` failed attempt from now on."""
    account.records.put(_POLICY, {**_chosen(account), attempt: then})


def after_payment(account: Account, id_: str) -> None:
    """Active again, as soon as nothing is owed any more that is due."""
    subscription = account.get("subscription", id_)
    due = [each for each in owed(account, subscription) if (each["due_date"] or 0) <= account.now()]
    if subscription["status"] in _WAITING and not due:
        account.change(subscription, {**subscription, "status": "active"}, "customer.subscription.updated")


def after_failure(account: Account, id_: str, *, first_of_renewal: bool, last: bool) -> None:
    """Apply what the seller chose. `last`: nothing more is tried.

    A paused subscription stays paused, while its invoice is still collected.
    """
    subscription = account.get("subscription", id_)
    if subscription["status"] == "active":
        subscription = account.change(
            subscription, {**subscription, "status": "past_due"}, "customer.subscription.updated"
        )
    if subscription["status"] != "past_due":
        return
    if first_of_renewal and _chosen(account)["first"] == "pause" and _can_be_paused(subscription):
        _pause(account, subscription, "first_payment_failure")
    elif last:
        _give_up(account, subscription)


def owed(account: Account, subscription: Document) -> list[Document]:
    """The open invoices of a subscription, oldest first."""
    theirs = account.records.find("invoice", "customer", subscription["customer"])
    return [each for each in theirs if each["status"] == "open" and subscription_of(each) == subscription["id"]]


def _give_up(account: Account, subscription: Document) -> None:
    then = _chosen(account)["last"]
    if then == "unpaid":
        account.change(subscription, {**subscription, "status": "unpaid"}, "customer.subscription.updated")
    elif then == "pause" and _can_be_paused(subscription):
        _pause(account, subscription, "final_payment_failure")
    else:
        cancellation.end(account, subscription["id"], reason="payment_failed")


def _pause(account: Account, before: Document, reason: str) -> None:
    details = paused_details(reason, account.now())
    account.change(before, {**before, "status": "paused", "status_details": details}, "customer.subscription.paused")


def _can_be_paused(subscription: Document) -> bool:
    return subscription["schedule"] is None


def _chosen(account: Account) -> Document:
    defaults = {attempt: choices[0] for attempt, choices in CHOICES.items()}
    return {"id": _POLICY, **defaults, **(account.find(_POLICY, _POLICY) or {})}
