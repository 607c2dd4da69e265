"""Invoices."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.objects.listing import listing


def invoice(
    id_: str,
    *,
    customer: Document,
    lines: list[Document],
    currency: str,
    reason: str,
    period: tuple[int, int],
    subscription: Document | None,
    quote: str | None = None,
    at: int,
) -> Document:
    """A draft. `reason`: Stripe's `billing_reason`. Without a subscription it is one of a one-off purchase."""
    subtotal = sum(line["amount"] for line in lines)
    discounted = _discounted(lines)
    total = subtotal - sum(each["amount"] for each in discounted)
    return {
        "id": id_,
        "object": "invoice",
        "account_country": "US",
        "account_name": "Example Software",
        "account_tax_ids": None,
        "amount_due": max(total, 0),
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_paid_off_stripe": 0,
        "amount_remaining": max(total, 0),
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "automatically_finalizes_at": None,
        "billing_reason": reason,
        "collection_method": subscription["collection_method"] if subscription else "charge_automatically",
        "created": at,
        "currency": currency,
        "custom_fields": None,
        "customer": customer["id"],
        "customer_account": None,
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "customer_shipping": None,
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": None,
        "ending_balance": None,
        "footer": None,
        "from_invoice": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "issuer": {"type": "self"},
        "last_finalization_error": None,
        "latest_revision": None,
        "lines": listing(f"/v1/invoices/{id_}/lines", lines),
        "livemode": False,
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "on_behalf_of": None,
        "parent": _parent(subscription, quote),
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": period[1],
        "period_start": period[0],
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "starting_balance": customer["balance"],
        "statement_descriptor": None,
        "status": "draft",
        "status_details": None,
        "status_transitions": dict.fromkeys(("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")),
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "test_clock": None,
        "threshold_reason": None,
        "total": total,
        "total_discount_amounts": discounted,
        "total_excluding_tax": total,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
        "webhooks_delivered_at": None,
    }


def _discounted(lines: list[Document]) -> list[Document]:
    """Sum up the amount that each discount takes off all lines."""
    off: dict[str, int] = {}
    for each in (each for line in lines for each in line["discount_amounts"]):
        off[each["discount"]] = off.get(each["discount"], 0) + each["amount"]
    return [{"amount": amount, "discount": id_} for id_, amount in off.items()]


def subscription_of(invoice_: Document) -> str | None:
    """None for the invoice of a one-off purchase (Stripe API, Invoice.parent)."""
    details = (invoice_["parent"] or {}).get("subscription_details")
    return details["subscription"] if details else None


def _parent(subscription: Document | None, quote: str | None) -> Document | None:
    if subscription is not None:
        details = {"metadata": subscription["metadata"], "subscription": subscription["id"]}
        return {"quote_details": None, "subscription_details": details, "type": "subscription_details"}
    if quote is not None:
        return {"quote_details": {"quote": quote}, "subscription_details": None, "type": "quote_details"}
    return None
