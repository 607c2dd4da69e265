"""What in a provider's payload is nobody's business: the people in it, and every address that lets somebody in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PEOPLE = frozenset(
    {"email", "user_email", "user_name", "customer_email", "customer_name", "receipt_email", "phone", "line1"}
)
WAYS_IN = frozenset(
    {"url", "urls", "hosted_invoice_url", "invoice_pdf", "receipt_url", "customer_portal", "update_payment_method"}
)
LONG_ENOUGH = 6


def private_parts(value: Any) -> Iterator[str]:
    """The texts themselves, at any depth."""
    if isinstance(value, list):
        for each in value:
            yield from private_parts(each)
    if isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, str) and _is_private(name, each):
                yield each
            yield from private_parts(each)


def _is_private(name: str, text: str) -> bool:
    lets_in = text.startswith("https://") and (name in WAYS_IN or "signature=" in text)
    return len(text) >= LONG_ENOUGH and (name in PEOPLE or name == "client_secret" or lets_in)
