"""Credit notes (Stripe API, "Credit Notes")."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.objects.listing import listing


def credit_note(id_: str, *, invoice: Document, amount: int, number: int, paid: bool, at: int) -> Document:
    """An issued one over so much of an invoice. `paid`: whether the invoice was paid before."""
    return {
        "id": id_,
        "object": "credit_note",
        "amount": amount,
        "amount_shipping": 0,
        "created": at,
        "currency": invoice["currency"],
        "customer": invoice["customer"],
        "customer_account": None,
        "customer_balance_transaction": None,
        "discount_amount": 0,
        "discount_amounts": [],
        "effective_at": at,
        "invoice": invoice["id"],
        "lines": listing(f"/v1/credit_notes/{id_}/lines", []),
        "livemode": False,
        "memo": None,
        "metadata": {},
        "number": f"{invoice['number']}-CN-{number:02}",
        "out_of_band_amount": None,
        "pdf": f"{invoice['hosted_invoice_url']}/credit_notes/{id_}",
        "post_payment_amount": amount if paid else 0,
        "pre_payment_amount": 0 if paid else amount,
        "pretax_credit_amounts": [],
        "reason": None,
        "refunds": [],
        "shipping_cost": None,
        "status": "issued",
        "subtotal": amount,
        "subtotal_excluding_tax": amount,
        "total": amount,
        "total_excluding_tax": amount,
        "total_taxes": [],
        "type": "post_payment" if paid else "pre_payment",
        "voided_at": None,
    }
