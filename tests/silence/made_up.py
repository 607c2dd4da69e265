"""All secrets, links and people in the tests, collected for the search."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

SECRETS: set[str] = set()
"""Whatever was declared with `secret` by now."""

SHAPES = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"),
    "a signed token": re.compile(r"eyJ[\w-]{8,}\.[\w-]{4,}\."),
    "a signed reference": re.compile(r"[\w.:@|+~-]\.[0-9a-f]{32}\b"),
    "a signed link": re.compile(r"https?:[^\s\"]*signature=[0-9a-f]"),
    "a way into a portal": re.compile(r"https:\\?/\\?/billing\.stripe\.com/p/(?:session|login)/"),
    "a provider's key": re.compile(r"\b(?:sk|rk|whsec)_(?:test_|live_)?\w"),
}
"""What gives itself away by its form, whether anybody declared it or not."""

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_PEOPLE = frozenset(
    {"email", "user_email", "user_name", "customer_email", "customer_name", "receipt_email", "phone", "line1"}
)
_WAYS_IN = frozenset(
    {"url", "urls", "hosted_invoice_url", "invoice_pdf", "receipt_url", "customer_portal", "update_payment_method"}
)
_LONG_ENOUGH = 6


def secret(text: str) -> str:
    """Declare this text as a secret and return it: `API_KEY = secret("...")`."""
    assert len(text) >= _LONG_ENOUGH, "whatever is shorter would be found by chance"
    SECRETS.add(text)
    return text


@cache
def in_fixtures() -> frozenset[str]:
    """Return the people in the providers' payloads, and the URLs that sign somebody in."""
    files = _FIXTURES.rglob("*.json")
    return frozenset(part for file in files for part in private_parts(json.loads(file.read_bytes())))


def private_parts(value: Any) -> Iterator[str]:
    """Return the private texts in a provider's payload, at any depth."""
    if isinstance(value, list):
        for each in value:
            yield from private_parts(each)
    if isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, str) and _is_private(name, each):
                yield each
            yield from private_parts(each)


def _is_private(name: str, text: str) -> bool:
    lets_in = text.startswith("https://") and (name in _WAYS_IN or "signature=" in text)
    return len(text) >= _LONG_ENOUGH and (name in _PEOPLE or name == "client_secret" or lets_in)
