"""Invoices that customers pay by hand (Stripe API, Invoice.collection_method), and what follows if they do not."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe import due
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.objects.invoice import subscription_of

KIND = "overdue"
_DAY = 86_400


def due_date_of(account: Account, invoice: Document) -> int | None:
    """Return until when an invoice that is finalized now is to be paid, None if it is collected automatically."""
    subscription = subscription_of(invoice)
    if subscription is None or invoice["collection_method"] != "send_invoice":
        return None
    days: int = account.get("subscription", subscription)["days_until_due"]
    return account.now() + days * _DAY


def plan(account: Account, invoice: Document) -> None:
    """Have `happen` called at the due date."""
    account.records.put(due.KIND, {"id": _id(invoice["id"]), "at": invoice["due_date"], "of": KIND})


def happen(account: Account, id_: str, _: int) -> None:
    """The subscription becomes past_due if its invoice is still open (Stripe API, Subscription.status)."""
    account.records.delete(due.KIND, id_)
    invoice = account.get("invoice", id_.removeprefix(_id("")))
    if invoice["status"] != "open":
        return
    account.tell("invoice.overdue", invoice)
    subscription = account.get("subscription", subscription_of(invoice) or "")
    if subscription["status"] == "active":
        account.change(subscription, {**subscription, "status": "past_due"}, "customer.subscription.updated")


def _id(invoice: str) -> str:
    return f"{KIND} {invoice}"
