"""Content of lost webhooks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from equality.rows import Key
from payment_sandbox.deliveries.outgoing import WebhookMessage

_LOST = """
SELECT vendor, message FROM deliveries GROUP BY vendor, key HAVING max(outcome = 'received') = 0
"""

_INVOICES = """
SELECT json_extract(document, '$.invoice'), json_extract(document, '$.payment.payment_intent')
FROM documents WHERE vendor = 'stripe' AND kind = 'invoice_payment'
"""
"""This query finds the payment of each invoice. The events of a quote's invoice do not name that payment."""


def hit_by_losses(book: sqlite3.Connection, rows: Iterable[Key]) -> set[Key]:
    """Return the objects named by a message of which no copy arrived."""
    named = {(vendor, word) for vendor, message in book.execute(_LOST) for word in _words(message)}
    named |= {("stripe", payment) for invoice, payment in book.execute(_INVOICES) if ("stripe", invoice) in named}
    return {key for key in rows if (key.provider, key.id) in named}


def _words(message: str) -> Iterator[str]:
    """Return every value in it; the ids are among them."""
    body = msgspec.json.decode(msgspec.json.decode(message, type=WebhookMessage).body)
    told = [body["data"] if "data" in body else body["related_object"]]
    while told:
        each: Any = told.pop()
        if isinstance(each, dict):
            told.extend(each.values())
        elif isinstance(each, list):
            told.extend(each)
        else:
            yield str(each)
