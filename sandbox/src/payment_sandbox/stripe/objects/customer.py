"""Customers."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.records import Document


def customer(
    id_: str, *, email: str | None, name: str | None, metadata: Mapping[str, str], invoice_prefix: str, at: int
) -> Document:
    return {
        "id": id_,
        "object": "customer",
        "address": None,
        "balance": 0,
        "business_name": None,
        "created": at,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": email,
        "individual_name": None,
        "invoice_prefix": invoice_prefix,
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": dict(metadata),
        "name": name,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": ["en"],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


def tombstone(id_: str) -> Document:
    """All that is left of a deleted one (Stripe API, "Retrieve a customer")."""
    return {"id": id_, "object": "customer", "deleted": True}
