"""A customer is offered something, and accepts it (Stripe API, "Quotes")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import costs, customers, invoices, lines
from payment_sandbox.stripe.objects import quote as objects
from payment_sandbox.stripe.objects.checkout_session import line_item
from payment_sandbox.stripe.refusal import Refusal

OFFER = "quote.offer"
"""Records of this kind hold the line items of a quote, which the quote itself does not show."""


def create(
    account: Account,
    *,
    customer: str,
    line_items: Sequence[Mapping[str, Any]],
    metadata: Mapping[str, str] | None = None,
) -> Document:
    """A draft for things that are bought once."""
    customers.living(account, customer, "customer")
    offered = [_line(account, each) for each in line_items]
    made = objects.quote(
        account.new_id("qt_"), customer=customer, lines=offered, metadata=metadata or {}, at=account.now()
    )
    account.records.put(OFFER, {"id": made["id"], "line_items": offered})
    return account.create(made, "quote.created")


def finalize(account: Account, id_: str) -> Document:
    """The customer can accept it from now on."""
    before = _in(account, id_, "draft")
    transitions = {**before["status_transitions"], "finalized_at": account.now()}
    after = {**before, "number": f"QT-{id_[-8:].upper()}", "status": "open", "status_transitions": transitions}
    return account.change(before, after, "quote.finalized")


def accept(account: Account, id_: str) -> Document:
    """An invoice is made, which is finalized and collected by itself an hour later."""
    before, now, invoice = _in(account, id_, "open"), account.now(), account.new_id("in_")
    accepted = {
        **before,
        "invoice": invoice,
        "status": "accepted",
        "status_transitions": {**before["status_transitions"], "accepted_at": now},
    }
    account.change(before, accepted, "quote.accepted")
    invoices.draft(
        account,
        invoice,
        customer=account.get("customer", before["customer"]),
        subscription=None,
        quote=id_,
        lines=[lines.of_purchase(account, invoice, each) for each in account.get(OFFER, id_)["line_items"]],
        currency=before["currency"],
        reason="manual",
        period=(now, now),
        waits=True,
    )
    return accepted


def cancel(account: Account, id_: str) -> Document:
    """The offer is withdrawn."""
    before = account.get("quote", id_)
    if before["status"] not in ("draft", "open"):
        raise Refusal(f"This quote is {before['status']} and cannot be canceled.")
    transitions = {**before["status_transitions"], "canceled_at": account.now()}
    return account.change(before, {**before, "status": "canceled", "status_transitions": transitions}, "quote.canceled")


def _in(account: Account, id_: str, status: str) -> Document:
    found = account.get("quote", id_)
    if found["status"] != status:
        raise Refusal(f"This quote is {found['status']} and not {status}.")
    return found


def _line(account: Account, wanted: Mapping[str, Any]) -> Document:
    price = account.get("price", str(wanted.get("price")), "line_items[0][price]")
    if price["recurring"] is not None:
        raise Refusal("The sandbox only supports quotes for one-time purchases.", param="line_items[0][price]")
    quantity = int(wanted.get("quantity", 1))
    return line_item(
        account.new_id("li_"),
        price=price,
        quantity=quantity,
        description=lines.name_of(account, price),
        amount=costs.cost(account, price, quantity, price["currency"]),
        currency=price["currency"],
    )
