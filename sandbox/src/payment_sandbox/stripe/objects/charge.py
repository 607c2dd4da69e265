"""Charges: attempts to take money from a card."""

from __future__ import annotations

from payment_sandbox.records import Document

HELD_FOR = 7 * 86_400
"""The money stays reserved for this many seconds (Stripe documentation, "Place a hold on a payment method")."""


def charge(
    id_: str, *, payment_intent: Document, payment_method: Document, receipt_url: str, transaction: str, at: int
) -> Document:
    """One that succeeded."""
    return {
        "id": id_,
        "object": "charge",
        "amount": payment_intent["amount"],
        "amount_captured": payment_intent["amount"],
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": transaction,
        "billing_details": payment_method["billing_details"],
        "calculated_statement_descriptor": "SANDBOX",
        "captured": True,
        "created": at,
        "currency": payment_intent["currency"],
        "customer": payment_intent["customer"],
        "description": payment_intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(payment_intent["metadata"]),
        "on_behalf_of": None,
        "outcome": _outcome(),
        "paid": True,
        "payment_intent": payment_intent["id"],
        "payment_method": payment_method["id"],
        "payment_method_details": {"card": _card(payment_method["card"]), "type": "card"},
        "radar_options": {},
        "receipt_email": payment_intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": receipt_url,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded",
        "transfer": None,
        "transfer_data": None,
        "transfer_group": None,
    }


def as_authorized(succeeded: Document, *, at: int) -> Document:
    """The same, with the money only reserved, until `HELD_FOR` is over."""
    details = succeeded["payment_method_details"]
    return {
        **succeeded,
        "amount_captured": 0,
        "balance_transaction": None,
        "captured": False,
        "payment_method_details": {**details, "card": {**details["card"], "capture_before": at + HELD_FOR}},
    }


def as_declined(succeeded: Document) -> Document:
    """The same, refused by the card's bank."""
    return {
        **succeeded,
        "amount_captured": 0,
        "balance_transaction": None,
        "captured": False,
        "failure_code": "card_declined",
        "failure_message": "Your card was declined.",
        "outcome": {
            **_outcome(),
            "network_decline_code": "01",
            "network_status": "declined_by_network",
            "reason": "generic_decline",
            "seller_message": "The bank did not return any further details with this decline.",
            "type": "issuer_declined",
        },
        "paid": False,
        "receipt_url": None,
        "status": "failed",
    }


def _outcome() -> Document:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network",
        "reason": None,
        "risk_level": "normal",
        "risk_score": 12,
        "seller_message": "Payment complete.",
        "type": "authorized",
    }


def _card(card: Document) -> Document:
    return {
        "amount_authorized": None,
        "authorization_code": "100001",
        "brand": card["brand"],
        "checks": card["checks"],
        "country": card["country"],
        "exp_month": card["exp_month"],
        "exp_year": card["exp_year"],
        "extended_authorization": {"status": "disabled"},
        "fingerprint": card["fingerprint"],
        "funding": card["funding"],
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": card["last4"],
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": card["brand"],
        "network_token": {"used": False},
        "network_transaction_id": "100001100001100",
        "overcapture": {"maximum_amount_capturable": 0, "status": "unavailable"},
        "regulated_status": "unregulated",
        "three_d_secure": None,
        "wallet": None,
    }
