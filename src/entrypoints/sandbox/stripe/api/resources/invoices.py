"""Invoices and what was paid for them (Stripe API, "Invoices", "Invoice Payments")."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from entrypoints.sandbox.records import Document
from entrypoints.sandbox.stripe.account import Account
from entrypoints.sandbox.stripe.api.parameters import Id
from entrypoints.sandbox.stripe.api.reading import ByTime, listed, retrieved


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


OPERATIONS = (
    listed("invoices", "invoice", _Invoices, beside=("subscription",), passes=_belongs),
    retrieved("invoices/{id}", "invoice"),
    listed("invoice_payments", "invoice_payment", _InvoicePayments),
    retrieved("invoice_payments/{id}", "invoice_payment"),
)
