"""A restricted API key needs a permission for each resource that the code calls, and the documents name them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
CALL = re.compile(r"c\.(?:v1|v2\.core)\.(checkout\.sessions|billing_portal\.\w+|\w+)\.|\"/v1/([\w/]+)\"")
NAMES = {
    "accounts": "account",
    "billing_portal.configurations": "customer portal",
    "billing_portal.sessions": "customer portal",
    "charges": "charges",
    "checkout.sessions": "checkout sessions",
    "credit_notes": "credit notes",
    "customers": "customers",
    "disputes": "disputes",
    "event_destinations": "event destinations",
    "events": "events",
    "invoice_payments": "invoices and their payments",
    "invoices": "invoices and their payments",
    "payment_intents": "payment intents",
    "prices": "prices",
    "products": "products",
    "refunds": "refunds",
    "subscription_items": "subscriptions",
    "subscription_schedules": "subscriptions and their schedules",
    "subscriptions": "subscriptions",
    "webhook_endpoints": "webhook endpoints",
}


def called() -> set[str]:
    """Find every resource that the adapter calls through the SDK or by its path."""
    sources = (ROOT / "src" / "adapters" / "providers" / "stripe").rglob("*.py")
    found = (match for source in sources for match in CALL.findall(source.read_text()))
    return {sdk or path.replace("/", ".") for sdk, path in found}


def test_every_called_resource_has_a_documented_permission() -> None:
    assert called() == NAMES.keys()


@pytest.mark.parametrize(
    ("document", "begin", "end"),
    [
        ("providers.md", "3. An API key", "4. The host"),
        ("operating.md", "| `STRIPE_API_KEY`", "| `LEMONSQUEEZY_API_KEY`"),
    ],
)
def test_document_names_each_permission_of_a_restricted_key(document: str, begin: str, end: str) -> None:
    text = (ROOT / "docs" / document).read_text()
    passage = " ".join(text[text.index(begin) : text.index(end)].split())
    assert [name for name in NAMES.values() if name not in passage] == []
