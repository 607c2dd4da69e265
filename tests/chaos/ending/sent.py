"""Sent webhooks, counted in the sandbox's own records."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from payment_sandbox.deliveries.outgoing import WebhookMessage


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """Webhooks of both providers. `thin` are those of Stripe without an object. `refused` and `unanswered` are
    attempts with another status than 2xx, or without a response.

    `overtaken` arrived after a later event. `given_up` were retried as long as the provider does.
    """

    messages: int
    thin: int
    attempts: int
    duplicates: int
    overtaken: int
    dropped: int
    given_up: int
    refused: int
    unanswered: int


_COUNTS = {
    "messages": "SELECT count(DISTINCT vendor || key) FROM deliveries",
    "thin": "SELECT count(DISTINCT key) FROM deliveries WHERE json_extract(message, '$.event_type') LIKE 'v1.%'",
    "attempts": "SELECT coalesce(sum(json_array_length(attempts)), 0) FROM deliveries",
    "duplicates": "SELECT count(*) - count(DISTINCT vendor || key) FROM deliveries",
    "dropped": "SELECT count(*) FROM deliveries WHERE outcome = 'dropped'",
    "given_up": "SELECT count(*) FROM deliveries WHERE outcome = 'given_up'",
    "refused": "SELECT count(*) FROM deliveries, json_each(attempts) AS each "
    "WHERE json_extract(each.value, '$.status') NOT BETWEEN 200 AND 299",
    "unanswered": "SELECT count(*) FROM deliveries, json_each(attempts) AS each "
    "WHERE json_extract(each.value, '$.status') IS NULL",
    "overtaken": "SELECT count(*) FROM (SELECT at < max(at) OVER (ORDER BY id) AS late FROM "
    "(SELECT id, json_extract(attempts, '$[#-1].at') AS at FROM deliveries WHERE outcome = 'received')) WHERE late",
}


def sent(book: sqlite3.Connection) -> Sent:
    return msgspec.convert({name: book.execute(each).fetchone()[0] for name, each in _COUNTS.items()}, Sent)


def received(book: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Return everything that the service confirmed, by provider and key as the service has it."""
    return _keys(book.execute("SELECT vendor, message FROM deliveries WHERE outcome = 'received'"))


def tried(book: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Return everything that was sent at least once, in the same form."""
    return _keys(book.execute("SELECT vendor, message FROM deliveries WHERE json_array_length(attempts) > 0"))


def _keys(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Lemon Squeezy sends no key, so it is the body's digest."""
    for vendor, message in rows:
        told = msgspec.json.decode(message, type=WebhookMessage)
        yield vendor, told.key if vendor == "stripe" else hashlib.sha256(told.body).hexdigest()
