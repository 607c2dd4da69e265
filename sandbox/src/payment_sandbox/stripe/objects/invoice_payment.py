"""Invoice payments: the link between an invoice and the payment intent that pays it."""

from __future__ import annotations

from payment_sandbox.records import Document


def invoice_payment(id_: str, *, invoice: Document, payment_intent: str, at: int) -> Document:
    """An open one."""
    return {
        "id": id_,
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": invoice["amount_due"],
        "created": at,
        "currency": invoice["currency"],
        "invoice": invoice["id"],
        "is_default": True,
        "livemode": False,
        "payment": {"payment_intent": payment_intent, "type": "payment_intent"},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }
