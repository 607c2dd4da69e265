"""Invoices, from a draft to what is owed; collection.py has how they are paid."""

from __future__ import annotations

from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import overdue, payments
from payment_sandbox.stripe.objects import invoice as objects
from payment_sandbox.stripe.objects.invoice_payment import invoice_payment

BEFORE_FINALIZED = 3600
"""How long a renewal's invoice stays a draft, in seconds (Stripe documentation, "Invoice lifecycle")."""


def draft(
    account: Account,
    id_: str,
    *,
    customer: Document,
    subscription: Document | None,
    lines: list[Document],
    currency: str,
    reason: str,
    period: tuple[int, int],
    waits: bool = False,
    quote: str | None = None,
) -> Document:
    """`waits`: whether it is finalized by itself, an hour later. `quote`: the accepted quote that led to it."""
    now = account.now()
    made = objects.invoice(
        id_,
        customer=customer,
        lines=lines,
        currency=currency,
        reason=reason,
        period=period,
        subscription=subscription,
        quote=quote,
        at=now,
    )
    waiting = {"automatically_finalizes_at": now + BEFORE_FINALIZED if waits else None}
    return account.create({**made, **waiting}, "invoice.created")


def finalize(account: Account, id_: str, *, paid_with: Document | None = None) -> Document:
    """From here on its amounts are fixed; what the customer has to its credit is taken off first.

    `paid_with`: the payment intent, if it was paid before there was an invoice.
    """
    before, now = account.get("invoice", id_), account.now()
    customer = _numbered(account, before["customer"])
    due, balance = _after_credit(before["total"], customer["balance"])
    _keep_balance(account, customer, balance, before["currency"])
    page = f"{account.address}/invoices/{id_}"
    after = {
        **before,
        "amount_due": due,
        "amount_remaining": due,
        "automatically_finalizes_at": None,
        "due_date": overdue.due_date_of(account, before),
        "effective_at": now,
        "ending_balance": balance,
        "hosted_invoice_url": page,
        "invoice_pdf": f"{page}/pdf",
        "number": f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04}",
        "starting_balance": customer["balance"],
        "status": "open",
        "status_transitions": {**before["status_transitions"], "finalized_at": now},
        "webhooks_delivered_at": now,
    }
    account.put(after)
    account.tell("invoice.finalized", after)
    if due > 0:
        _ask_for_payment(account, after, paid_with)
        if after["due_date"] is not None:
            overdue.plan(account, after)
    return after


def void(account: Account, id_: str) -> Document:
    """As if it had never been."""
    return _closed(account, id_, "void", "voided_at", "invoice.voided", amount_remaining=0)


def mark_uncollectible(account: Account, id_: str) -> Document:
    """Nobody expects it to be paid any more."""
    return _closed(account, id_, "uncollectible", "marked_uncollectible_at", "invoice.marked_uncollectible")


def leave_alone(account: Account, id_: str) -> Document:
    """Neither finalized nor tried again by itself."""
    before = account.get("invoice", id_)
    still = {"auto_advance": False, "automatically_finalizes_at": None, "next_payment_attempt": None}
    return account.change(before, {**before, **still}, "invoice.updated")


def _closed(account: Account, id_: str, status: str, moment: str, event: str, **further: Any) -> Document:
    before = leave_alone(account, id_)
    transitions = {**before["status_transitions"], moment: account.now()}
    after = account.put({**before, "status": status, "status_transitions": transitions, **further})
    account.tell(event, after)
    return after


def _numbered(account: Account, customer_id: str) -> Document:
    """The customer as it was, while the next invoice's number is already another."""
    customer = account.get("customer", customer_id)
    account.put({**customer, "next_invoice_sequence": customer["next_invoice_sequence"] + 1})
    return customer


def _keep_balance(account: Account, customer: Document, balance: int, currency: str) -> None:
    before = account.get("customer", customer["id"])
    account.change(before, {**before, "balance": balance, "currency": currency}, "customer.updated")


def _after_credit(total: int, balance: int) -> tuple[int, int]:
    """What is due and what is left; a balance below zero is the customer's credit (Stripe API, Customer.balance)."""
    together = total + balance
    return max(together, 0), min(together, 0)


def _ask_for_payment(account: Account, invoice: Document, paid_with: Document | None) -> None:
    intent = paid_with or payments.intend(
        account,
        amount=invoice["amount_due"],
        currency=invoice["currency"],
        customer=invoice["customer"],
        receipt_email=invoice["customer_email"],
        description=_DESCRIPTIONS.get(invoice["billing_reason"], "Payment for Invoice"),
    )
    link = account.new_id("inpay_")
    account.put(invoice_payment(link, invoice=invoice, payment_intent=intent["id"], at=account.now()))


_DESCRIPTIONS = {"subscription_create": "Subscription creation", "subscription_cycle": "Subscription update"}
