"""Disputes: a buyer's bank asks for the money back."""

from __future__ import annotations

from payment_sandbox.records import Document

FEE = 1500
"""What Stripe takes for one, in cents."""

_DAY = 86_400
_EVIDENCE = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal "
    "customer_communication customer_email_address customer_name customer_purchase_ip customer_signature "
    "duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt "
    "refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation "
    "shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number "
    "uncategorized_file uncategorized_text"
)


def dispute(id_: str, *, charge: Document, amount: int, transaction: str, at: int) -> Document:
    """Make a newly opened dispute: the money and a fee are taken at once. `amount`: the disputed part of the charge."""
    brand = charge["payment_method_details"]["card"]["brand"]
    return {
        "id": id_,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [withdrawal(transaction, dispute=id_, charge=charge, amount=amount, at=at)],
        "charge": charge["id"],
        "created": at,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {
            **dict.fromkeys(_EVIDENCE.split()),
            "customer_email_address": charge["billing_details"]["email"],
            "customer_name": charge["billing_details"]["name"],
            "enhanced_evidence": {},
        },
        "evidence_details": {
            "due_by": at + 10 * _DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "intended_submission_method": None,
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "network_reason_code": "10.4",
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {"brand": brand, "case_type": "chargeback", "network": brand, "network_reason_code": "10.4"},
            "type": "card",
        },
        "reason": "fraudulent",
        "status": "needs_response",
    }


def withdrawal(id_: str, *, dispute: str, charge: Document, amount: int, at: int) -> Document:
    """The balance transaction with which the money goes."""
    fee = {
        "amount": FEE,
        "application": None,
        "currency": charge["currency"],
        "description": "Dispute fee",
        "type": "stripe_fee",
    }
    moved = _moved(id_, dispute, charge, -amount, at)
    description = f"Chargeback withdrawal for {charge['id']}"
    return {**moved, "description": description, "fee": FEE, "fee_details": [fee], "net": moved["amount"] - FEE}


def reinstatement(id_: str, *, dispute: str, charge: Document, amount: int, at: int) -> Document:
    """The balance transaction with which it comes back."""
    moved = _moved(id_, dispute, charge, amount, at)
    description = f"Chargeback reversal for {charge['id']}"
    return {**moved, "description": description, "reporting_category": "dispute_reversal"}


def _moved(id_: str, dispute: str, charge: Document, amount: int, at: int) -> Document:
    return {
        "id": id_,
        "object": "balance_transaction",
        "amount": amount,
        "available_on": at + 2 * _DAY,
        "balance_type": "payments",
        "created": at,
        "currency": charge["currency"],
        "description": None,
        "exchange_rate": None,
        "fee": 0,
        "fee_details": [],
        "net": amount,
        "reporting_category": "dispute",
        "source": dispute,
        "status": "pending",
        "type": "adjustment",
    }
