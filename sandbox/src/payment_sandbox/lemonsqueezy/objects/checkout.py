"""Checkouts that were made by the API."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.resources import number
from payment_sandbox.records import Document

PRODUCT_OPTIONS: Document = {
    "name": "",
    "description": "",
    "media": [],
    "redirect_url": "",
    "receipt_button_text": "",
    "receipt_link_url": "",
    "receipt_thank_you_note": "",
    "enabled_variants": [],
    "confirmation_title": "",
    "confirmation_message": "",
    "confirmation_button_text": "",
}
CHECKOUT_OPTIONS: Document = {
    "embed": False,
    "media": True,
    "logo": True,
    "desc": True,
    "discount": True,
    "skip_trial": False,
    "quantity": 1,
    "subscription_preview": True,
    "locale": "en",
}
CHECKOUT_DATA: Document = {
    "email": "",
    "name": "",
    "billing_address": [],
    "tax_number": "",
    "discount_code": "",
    "custom": [],
    "variant_quantities": [],
}
"""What each of them says unless it was told otherwise. Of nothing, an empty list is made."""


def checkout(store: Document, variant: Document, told: Document) -> Document:
    """`told`: attributes, of which those that are left out are as above."""
    return {
        "store_id": number(store),
        "variant_id": number(variant),
        "custom_price": told.get("custom_price"),
        "product_options": PRODUCT_OPTIONS | told.get("product_options", {}),
        "checkout_options": CHECKOUT_OPTIONS | told.get("checkout_options", {}),
        "checkout_data": CHECKOUT_DATA | told.get("checkout_data", {}),
        "preview": None,
        "expires_at": told.get("expires_at"),
    }


def custom_data(made: Document) -> dict[str, str]:
    """As it comes back with events: all values are text by then."""
    custom = made["attributes"]["checkout_data"]["custom"]
    return {name: _text(value) for name, value in custom.items()} if isinstance(custom, dict) else {}


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
