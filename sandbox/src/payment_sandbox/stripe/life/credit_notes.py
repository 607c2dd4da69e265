"""Taking back a part of an invoice (Stripe API, "Credit Notes")."""

from __future__ import annotations

from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import refunds
from payment_sandbox.stripe.objects import credit_note as objects
from payment_sandbox.stripe.refusal import Refusal


def create(
    account: Account, *, invoice: str, amount: int, refund_amount: int = 0, out_of_band_amount: int = 0, **further: Any
) -> Document:
    """Create a credit note.

    For an open invoice it reduces the amount due. For a paid one, the part that is neither refunded nor paid back
    outside of Stripe is added to the customer's credit balance.
    """
    before = account.get("invoice", invoice, "invoice")
    paid = before["status"] == "paid"
    if not paid and before["status"] != "open":
        raise Refusal("You can only create a credit note for an open or paid invoice.", param="invoice")
    left = before["amount_paid"] - before["post_payment_credit_notes_amount"] if paid else before["amount_remaining"]
    if not max(0, refund_amount + out_of_band_amount - 1) < amount <= left:
        raise Refusal(f"The credit note's amount ({amount}) does not fit what is left ({left}).", param="amount")
    number = before["pre_payment_credit_notes_amount"] + before["post_payment_credit_notes_amount"] > 0
    made = objects.credit_note(
        account.new_id("cn_"), invoice=before, amount=amount, number=2 if number else 1, paid=paid, at=account.now()
    )
    made |= {key: value for key, value in further.items() if key in ("memo", "metadata", "reason")}
    if paid:
        made |= _given_back(account, before, amount, refund_amount, out_of_band_amount)
    _count(account, before, amount, paid=paid)
    return account.create(made, "credit_note.created")


def void(account: Account, id_: str) -> Document:
    """It credits nothing any more; the credit balance that it gave is taken back."""
    before = account.get("credit_note", id_)
    if before["status"] != "issued" or before["refunds"]:
        raise Refusal("This credit note cannot be voided.")
    if before["post_payment_amount"]:
        _to_balance(account, before["customer"], before["post_payment_amount"] - (before["out_of_band_amount"] or 0))
    _count(
        account,
        account.get("invoice", before["invoice"]),
        -before["amount"],
        paid=bool(before["pre_payment_amount"] == 0),
    )
    after = account.put({**before, "status": "void", "voided_at": account.now()})
    account.tell("credit_note.voided", after)
    return after


def _given_back(account: Account, invoice: Document, amount: int, refunded: int, out_of_band: int) -> dict[str, Any]:
    back: dict[str, Any] = {"out_of_band_amount": out_of_band or None}
    if refunded:
        links = account.records.find("invoice_payment", "invoice", invoice["id"])
        intent = next(iter(links))["payment"]["payment_intent"]
        made = refunds.create(account, payment_intent=intent, amount=refunded)
        refund = {"amount_refunded": refunded, "payment_record_refund": None, "refund": made["id"], "type": "refund"}
        back["refunds"] = [refund]
    if credited := amount - refunded - out_of_band:
        back["customer_balance_transaction"] = account.new_id("cbtxn_")
        _to_balance(account, invoice["customer"], -credited)
    return back


def _to_balance(account: Account, customer_id: str, by: int) -> None:
    """A balance below zero is the customer's credit."""
    before = account.get("customer", customer_id)
    account.change(before, {**before, "balance": before["balance"] + by}, "customer.updated")


def _count(account: Account, invoice: Document, amount: int, *, paid: bool) -> None:
    """Add the amount to the credit notes of the invoice. If it is not paid yet, its amount due shrinks as well."""
    name = "post_payment_credit_notes_amount" if paid else "pre_payment_credit_notes_amount"
    after = {**invoice, name: invoice[name] + amount}
    if not paid:
        after |= {
            "amount_due": invoice["amount_due"] - amount,
            "amount_remaining": invoice["amount_remaining"] - amount,
        }
    account.change(invoice, after, "invoice.updated")
