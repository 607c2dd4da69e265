"""Invoices and what was paid for them (Stripe API, "Invoices", "Invoice Payments")."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.paging import page_of_these
from payment_sandbox.stripe.api.parameters import Id, Page, Parameters
from payment_sandbox.stripe.api.reading import ByTime, listed, retrieved
from payment_sandbox.stripe.life import collection
from payment_sandbox.stripe.refusal import Refusal


class _Invoices(ByTime, kw_only=True):
    customer: Id | UnsetType = UNSET
    subscription: Id | UnsetType = UNSET
    status: Literal["draft", "open", "paid", "uncollectible", "void"] | UnsetType = UNSET
    collection_method: Literal["charge_automatically", "send_invoice"] | UnsetType = UNSET


class _Payment(Struct, forbid_unknown_fields=True, kw_only=True):
    type: Literal["payment_intent", "charge", "payment_record"]
    payment_intent: Id | UnsetType = UNSET
    charge: Id | UnsetType = UNSET


class _InvoicePayments(ByTime, kw_only=True):
    invoice: Id | UnsetType = UNSET
    status: Literal["canceled", "open", "paid"] | UnsetType = UNSET
    payment: _Payment | UnsetType = UNSET


def _belongs(wanted: _Invoices, _: Account, invoice: Document) -> bool:
    """An invoice names its subscription in its `parent`."""
    if wanted.subscription is UNSET:
        return True
    details = (invoice["parent"] or {}).get("subscription_details") or {}
    return bool(details.get("subscription") == wanted.subscription)


def _lines(call: Call) -> Document:
    page, invoice = call.read(Page), call.addressed("invoice")
    return page_of_these(invoice["lines"]["data"], "line_item", page, f"/v1/invoices/{call.id}/lines")


def _pay(call: Call) -> Document:
    """Like the page at `hosted_invoice_url`, with the customer's card."""
    call.read(Parameters)
    invoice = call.addressed("invoice")
    if invoice["status"] != "open":
        raise Refusal(f"Invoice is {invoice['status']} and cannot be paid.")
    return collection.pay(call.account, call.id)


OPERATIONS = (
    Operation(method="POST", path="invoices/{id}/pay", answer=_pay),
    listed("invoices", "invoice", _Invoices, beside=("subscription",), passes=_belongs),
    retrieved("invoices/{id}", "invoice"),
    Operation(method="GET", path="invoices/{id}/lines", answer=_lines),
    listed("invoice_payments", "invoice_payment", _InvoicePayments),
    retrieved("invoice_payments/{id}", "invoice_payment"),
)
