"""A checkout is completed: somebody pays."""

from __future__ import annotations

from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import cards, checkout, customers, invoices, lines, payments, subscribing
from payment_sandbox.stripe.life import collection as collecting
from payment_sandbox.stripe.life.wallet import CardDeclined
from payment_sandbox.stripe.objects.checkout_session import customer_details
from payment_sandbox.stripe.objects.payment_method import billing_details
from payment_sandbox.stripe.refusal import Refusal


def complete(account: Account, id_: str, *, email: str, name: str | None, last4: str) -> Document:
    """`email`, `name`, `last4`: what the buyer has said on the page.

    Raises:
        CardDeclined: the session stays open, and another card may be tried; the failed attempt has been told.
    """
    session = account.get("checkout.session", id_)
    if session["status"] != "open":
        raise Refusal("This Checkout Session is no longer open.")
    if not cards.CARDS[last4].pays:
        _decline(account, session, email, name, last4)
        raise CardDeclined
    owner = _owner(account, session, email, name)
    method = cards.make(account, last4, owner, billing_details(email, name, owner["address"] if owner else None))
    complete_mode = _subscribe if session["mode"] == "subscription" else _pay
    outcome = complete_mode(account, session, owner, method, email)
    after = {
        **session,
        **outcome,
        "customer": owner["id"] if owner else None,
        "customer_details": customer_details(email, name, owner["address"] if owner else None),
        "status": "complete",
        "url": None,
    }
    account.put(after)
    account.tell("checkout.session.completed", after)
    return after


def _owner(account: Account, session: Document, email: str, name: str | None) -> Document | None:
    """A one-off buyer stays a guest unless the seller asked otherwise (Stripe API, Session.customer_creation)."""
    if session["customer"] is not None:
        return customers.living(account, session["customer"])
    if session["customer_creation"] == "always" or (session["invoice_creation"] or {}).get("enabled"):
        return customers.create(account, email=email, name=name)
    return None


def _subscribe(account: Account, session: Document, owner: Document | None, method: Document, _: str) -> dict[str, Any]:
    if owner is None:
        raise AssertionError("a subscription always has a customer")
    order = checkout.order_of(account, session["id"])
    made = subscribing.subscribe(account, owner, order["line_items"], method, order["subscription_data"])
    paid = session["amount_total"] > 0
    return {
        "invoice": made["latest_invoice"],
        "payment_status": "paid" if paid else "no_payment_required",
        "subscription": made["id"],
    }


def _pay(account: Account, session: Document, owner: Document | None, method: Document, email: str) -> dict[str, Any]:
    intent = payments.attempt(account, _intent(account, session, owner, email), method, present=True)
    if intent["status"] == "requires_capture":
        return {"payment_intent": intent["id"], "payment_status": "unpaid"}
    paid: dict[str, Any] = {"payment_intent": intent["id"], "payment_status": "paid"}
    if owner is not None and session["invoice_creation"]["enabled"]:
        paid["invoice"] = _invoice(account, session, owner, intent)
    return paid


def _intent(account: Account, session: Document, owner: Document | None, email: str) -> Document:
    """The one of an earlier attempt, if there was one."""
    data = checkout.order_of(account, session["id"])["payment_intent_data"]
    customer = owner["id"] if owner else None
    if session["payment_intent"] is not None:
        earlier = account.get("payment_intent", session["payment_intent"])
        return account.put({**earlier, "customer": customer, "receipt_email": email})
    return payments.intend(
        account,
        amount=session["amount_total"],
        currency=session["currency"],
        customer=customer,
        receipt_email=data.get("receipt_email") or email,
        description=data.get("description"),
        metadata=data.get("metadata"),
        capture_method=data.get("capture_method"),
    )


def _invoice(account: Account, session: Document, owner: Document, intent: Document) -> str:
    """Made after the payment (Stripe API, Session.invoice_creation)."""
    id_, now = account.new_id("in_"), account.now()
    bought = checkout.order_of(account, session["id"])["line_items"]
    invoices.draft(
        account,
        id_,
        customer=account.get("customer", owner["id"]),
        subscription=None,
        lines=[lines.of_purchase(account, id_, each) for each in bought],
        currency=session["currency"],
        reason="manual",
        period=(now, now),
    )
    invoices.finalize(account, id_, paid_with=intent)
    collecting.settle(account, id_)
    return id_


def _decline(account: Account, session: Document, email: str, name: str | None, last4: str) -> None:
    """Nothing is tried where nothing is to be paid yet: at the beginning of a trial."""
    if session["amount_total"] == 0:
        return
    owner = customers.living(account, session["customer"]) if session["customer"] else None
    method = cards.make(account, last4, None, billing_details(email, name, None))
    intent = payments.attempt(account, _intent(account, session, owner, email), method, present=True)
    if session["mode"] == "payment":
        account.put({**session, "payment_intent": intent["id"]})
