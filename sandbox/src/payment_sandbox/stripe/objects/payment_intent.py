"""Payment intents."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.records import Document


def payment_intent(
    id_: str,
    *,
    amount: int,
    currency: str,
    customer: str | None,
    description: str | None,
    metadata: Mapping[str, str],
    receipt_email: str | None,
    at: int,
) -> Document:
    """Before the first attempt. `amount`: in the currency's minor unit."""
    return {
        "id": id_,
        "object": "payment_intent",
        "allowed_payment_method_types": None,
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{id_}_secret_sandbox",
        "confirmation_method": "automatic",
        "created": at,
        "currency": currency,
        "customer": customer,
        "customer_account": None,
        "description": description,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": dict(metadata),
        "next_action": None,
        "on_behalf_of": None,
        "payment_details": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {
                "installments": None,
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": "automatic",
            }
        },
        "payment_method_types": ["card"],
        "payment_record": None,
        "processing": None,
        "receipt_email": receipt_email,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }


def declined(payment_method: Document, charge: str) -> Document:
    """What `last_payment_error` says when the card's bank refuses."""
    return {
        "charge": charge,
        "code": "card_declined",
        "decline_code": "generic_decline",
        "doc_url": "https://docs.stripe.com/error-codes/card-declined",
        "message": "Your card was declined.",
        "payment_method": payment_method,
        "type": "card_error",
    }


def without_card() -> Document:
    """What `last_payment_error` says when there was nothing to charge."""
    return {"code": "missing", "message": "There is no payment method to charge.", "type": "invalid_request_error"}
