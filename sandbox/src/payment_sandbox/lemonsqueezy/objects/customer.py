"""Customers."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.money import formatted
from payment_sandbox.records import Document

STATUSES = {
    "subscribed": "Subscribed",
    "unsubscribed": "Unsubscribed",
    "archived": "Archived",
    "requires_verification": "Requires Verification",
    "invalid_email": "Invalid Email",
    "bounced": "Bounced",
}
"""Whether the store's newsletters are sent to them, and in words."""

COUNTRIES = {
    "AT": "Austria",
    "DE": "Germany",
    "FR": "France",
    "GB": "United Kingdom",
    "PT": "Portugal",
    "US": "United States",
}
"""As far as this sandbox knows."""


def customer(store: Document, name: str, email: str) -> Document:
    return {
        "store_id": int(store["id"]),
        "name": name,
        "email": email,
        "status": "subscribed",
        "city": None,
        "region": None,
        "country": None,
        "total_revenue_currency": 0,
        "mrr": 0,
    }


def in_words(attributes: Document) -> Document:
    """What is told of a customer besides."""
    country = attributes["country"]
    return {
        "status_formatted": STATUSES[attributes["status"]],
        "country_formatted": COUNTRIES.get(country, country),
        "total_revenue_currency_formatted": formatted(attributes["total_revenue_currency"]),
        "mrr_formatted": formatted(attributes["mrr"]),
    }
