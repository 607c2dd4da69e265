"""Getting an invoice paid: the first attempt, and those that follow by themselves when it fails."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import cards, payments, standing
from payment_sandbox.stripe.objects.invoice import subscription_of

RETRY_AFTER = (3 * 86_400, 5 * 86_400, 7 * 86_400)
"""Seconds from each failed attempt to the next one, and no more (Stripe documentation, "Smart Retries")."""


def collect(account: Account, id_: str, *, present: bool = False) -> Document:
    """Try to have an open invoice paid. `present`: whether the customer is there to confirm it.

    An invoice that the customer pays by hand stays open, unless there is nothing to pay.
    """
    invoice = account.get("invoice", id_)
    if invoice["collection_method"] == "send_invoice" and invoice["amount_remaining"] > 0:
        return invoice
    return pay(account, id_, present=present)


def pay(account: Account, id_: str, *, present: bool = True) -> Document:
    """Pay an open invoice with the customer's card (Stripe API, "Pay an invoice")."""
    invoice = account.get("invoice", id_)
    links = account.records.find("invoice_payment", "invoice", id_)
    if not links:
        return _paid(account, invoice, None)
    link = links[-1]
    intent = account.get("payment_intent", link["payment"]["payment_intent"])
    intent = payments.attempt(account, intent, _card(account, invoice), present=present)
    if intent["status"] == "succeeded":
        return _paid(account, invoice, link)
    return _failed(account, invoice)


def settle(account: Account, id_: str) -> Document:
    """An open invoice whose payment intent has succeeded before: at a checkout."""
    (link,) = account.records.find("invoice_payment", "invoice", id_)
    return _paid(account, account.get("invoice", id_), link)


def _card(account: Account, invoice: Document) -> Document | None:
    subscription = subscription_of(invoice)
    owner = account.get("customer", invoice["customer"])
    return cards.default_of(account, owner, account.get("subscription", subscription) if subscription else None)


def _paid(account: Account, invoice: Document, link: Document | None) -> Document:
    now = account.now()
    if link is not None:
        transitions = {**link["status_transitions"], "paid_at": now}
        paid_link = {**link, "amount_paid": invoice["amount_due"], "status": "paid", "status_transitions": transitions}
        account.create(paid_link, "invoice_payment.paid")
    after = {
        **invoice,
        "amount_paid": invoice["amount_due"],
        "amount_remaining": 0,
        "attempt_count": invoice["attempt_count"] + (link is not None),
        "attempted": True,
        "auto_advance": False,
        "next_payment_attempt": None,
        "status": "paid",
        "status_transitions": {**invoice["status_transitions"], "paid_at": now},
    }
    account.change(invoice, after, "invoice.updated")
    account.tell("invoice.paid", after)
    account.tell("invoice.payment_succeeded", after)
    _note(account, after["customer"], delinquent=False)
    subscription = subscription_of(after)
    if subscription is not None:
        standing.after_payment(account, subscription)
    return after


def _failed(account: Account, invoice: Document) -> Document:
    """The first attempt is the one that the retries are counted from. What is paid by hand is not tried again."""
    count, by_hand = invoice["attempt_count"] + 1, invoice["collection_method"] == "send_invoice"
    again = account.now() + RETRY_AFTER[count - 1] if count <= len(RETRY_AFTER) and not by_hand else None
    after = {**invoice, "attempt_count": count, "attempted": True, "next_payment_attempt": again}
    account.change(invoice, after, "invoice.updated")
    account.tell("invoice.payment_failed", after)
    _note(account, after["customer"], delinquent=True)
    subscription = subscription_of(after)
    if subscription is not None and not by_hand:
        of_renewal = invoice["billing_reason"] == "subscription_cycle"
        standing.after_failure(account, subscription, first_of_renewal=of_renewal and count == 1, last=again is None)
    return account.get("invoice", invoice["id"])


def _note(account: Account, customer_id: str, *, delinquent: bool) -> None:
    """How the latest invoice went (Stripe API, Customer.delinquent)."""
    customer = account.get("customer", customer_id)
    account.change(customer, {**customer, "delinquent": delinquent}, "customer.updated")
