"""Quotes: offers to one customer."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.records import Document

_ABSENT = (
    "application application_fee_amount application_fee_percent customer_account description footer from_quote header "
    "invoice number on_behalf_of subscription subscription_schedule test_clock transfer_data"
)
_NO_DETAILS = {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0}
_MONTH = 30 * 86_400


def quote(id_: str, *, customer: str, lines: list[Document], metadata: Mapping[str, str], at: int) -> Document:
    """A draft, for things that are bought once."""
    amount = sum(line["amount_total"] for line in lines)
    return {
        "id": id_,
        "object": "quote",
        **dict.fromkeys(_ABSENT.split()),
        "amount_subtotal": amount,
        "amount_total": amount,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "collection_method": "charge_automatically",
        "computed": {
            "recurring": None,
            "upfront": {"amount_subtotal": amount, "amount_total": amount, "total_details": _NO_DETAILS},
        },
        "created": at,
        "currency": lines[0]["currency"],
        "customer": customer,
        "default_tax_rates": [],
        "discounts": [],
        "expires_at": at + _MONTH,
        "invoice_settings": {
            "custom_fields": None,
            "days_until_due": None,
            "description": None,
            "footer": None,
            "issuer": {"type": "self"},
        },
        "livemode": False,
        "metadata": dict(metadata),
        "status": "draft",
        "status_transitions": {"accepted_at": None, "canceled_at": None, "finalized_at": None},
        "subscription_data": {
            "billing_mode": {"flexible": {"proration_discounts": "included"}, "type": "flexible"},
            "description": None,
            "effective_date": None,
            "metadata": None,
            "trial_period_days": None,
        },
        "total_details": _NO_DETAILS,
    }
