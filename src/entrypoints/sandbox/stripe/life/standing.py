"""What a payment, or its failure, means for the subscription."""

from __future__ import annotations

from entrypoints.sandbox.records import Document
from entrypoints.sandbox.stripe.account import Account
from entrypoints.sandbox.stripe.life import cancellation
from entrypoints.sandbox.stripe.objects.invoice import subscription_of

_WAITING = frozenset({"incomplete", "past_due", "unpaid"})
_POLICY = "retry.policy"
"""What follows when every attempt has failed (Stripe dashboard, "Manage failed payments")."""


def cancel_after_last_failure(account: Account, *, cancel: bool) -> None:
    """Whether a subscription is canceled then, as it is unless told otherwise, or left `unpaid`."""
    account.records.put(_POLICY, {"id": _POLICY, "cancel": cancel})


def after_payment(account: Account, id_: str) -> None:
    """Active again, as soon as nothing is owed any more."""
    subscription = account.get("subscription", id_)
    if subscription["status"] in _WAITING and not owed(account, subscription):
        account.change(subscription, {**subscription, "status": "active"}, "customer.subscription.updated")


def after_failure(account: Account, id_: str, *, last: bool) -> None:
    """`last`: nothing more is tried."""
    subscription = account.get("subscription", id_)
    if subscription["status"] == "active":
        subscription = account.change(
            subscription, {**subscription, "status": "past_due"}, "customer.subscription.updated"
        )
    if not last or subscription["status"] != "past_due":
        return
    if _cancels(account):
        cancellation.end(account, id_, reason="payment_failed")
    else:
        account.change(subscription, {**subscription, "status": "unpaid"}, "customer.subscription.updated")


def owed(account: Account, subscription: Document) -> list[Document]:
    """The open invoices of a subscription, oldest first."""
    theirs = account.records.find("invoice", "customer", subscription["customer"])
    return [each for each in theirs if each["status"] == "open" and subscription_of(each) == subscription["id"]]


def _cancels(account: Account) -> bool:
    policy = account.find(_POLICY, _POLICY)
    return policy is None or bool(policy["cancel"])
