"""Checkout sessions, and the line items that are read beside them."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.records import Document

_ABSENT = (
    "after_expiration allow_promotion_codes allowed_payment_method_types branding_settings consent consent_collection "
    "currency_conversion customer_account excluded_payment_method_types integration_identifier "
    "name_collection optional_items origin_context payment_link permissions recovered_from redirect_on_completion "
    "return_url setup_intent shipping_address_collection shipping_cost tax_id_collection wallet_options"
)


def checkout_session(
    id_: str,
    *,
    mode: str,
    amount: int,
    currency: str,
    url: str,
    success_url: str,
    cancel_url: str | None,
    customer: str | None,
    customer_email: str | None,
    customer_creation: str | None,
    client_reference_id: str | None,
    metadata: Mapping[str, str],
    invoice_creation: bool,
    managed_payments: bool,
    expires_at: int,
    at: int,
) -> Document:
    """An open one. `mode`: `payment` or `subscription`."""
    return {
        "id": id_,
        "object": "checkout.session",
        **dict.fromkeys(_ABSENT.split()),
        "adaptive_pricing": {"enabled": False},
        "amount_subtotal": amount,
        "amount_total": amount,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": "auto",
        "cancel_url": cancel_url,
        "client_reference_id": client_reference_id,
        "collected_information": {"business_name": None, "individual_name": None, "shipping_details": None},
        "created": at,
        "currency": currency,
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer": customer,
        "customer_creation": customer_creation,
        "customer_details": None,
        "customer_email": customer_email,
        "discounts": [],
        "expires_at": expires_at,
        "invoice": None,
        "invoice_creation": _invoice_creation(enabled=invoice_creation) if mode == "payment" else None,
        "livemode": False,
        "locale": "auto",
        "managed_payments": {"enabled": managed_payments},
        "metadata": dict(metadata),
        "mode": mode,
        "payment_intent": None,
        "payment_method_collection": "always" if mode == "subscription" else "if_required",
        "payment_method_configuration_details": {"id": "pmc_sandbox", "parent": None},
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "saved_payment_method_options": {
            "allow_redisplay_filters": ["always"],
            "payment_method_remove": "disabled",
            "payment_method_save": None,
        },
        "shipping_options": [],
        "status": "open",
        "submit_type": "auto" if mode == "payment" else None,
        "subscription": None,
        "success_url": success_url,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": url,
    }


def customer_details(email: str, name: str | None, address: Document | None) -> Document:
    """What the buyer has said on the page."""
    return {
        "address": address,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def line_item(id_: str, *, price: Document, quantity: int, description: str, amount: int, currency: str) -> Document:
    """`description`: the product's name."""
    return {
        "id": id_,
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": currency,
        "description": description,
        "metadata": {},
        "price": price,
        "quantity": quantity,
    }


def _invoice_creation(*, enabled: bool) -> Document:
    data = dict.fromkeys(("account_tax_ids", "custom_fields", "description", "footer", "issuer", "rendering_options"))
    return {"enabled": enabled, "invoice_data": {**data, "metadata": {}}}
