"""Which card a customer pays with."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import cards, collection, customers, standing

_GOES_ON = frozenset({"trialing", "active", "past_due", "unpaid", "paused"})


class CardDeclined(Exception):
    """The bank wants nothing to do with it. Nothing has changed."""


def use_card(account: Account, customer_id: str, last4: str) -> Document:
    """From now on, for everything; what is still owed is paid with it at once.

    Raises:
        CardDeclined: it cannot be used.
    """
    if not cards.CARDS[last4].pays:
        raise CardDeclined
    customer = customers.living(account, customer_id)
    method = cards.make(account, last4, customer, cards.billing_of(customer))
    settings = {"default_payment_method": method["id"]}
    customers.update(account, customer_id, invoice_settings=settings)
    for subscription in account.records.find("subscription", "customer", customer_id):
        if subscription["status"] in _GOES_ON:
            _use_for(account, subscription, method)
    return method


def _use_for(account: Account, subscription: Document, method: Document) -> None:
    after = {**subscription, "default_payment_method": method["id"]}
    account.change(subscription, after, "customer.subscription.updated")
    for invoice in standing.owed(account, after):
        collection.collect(account, invoice["id"], present=True)
