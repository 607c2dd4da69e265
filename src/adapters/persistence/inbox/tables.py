"""Every genuine delivery, once."""

from __future__ import annotations

from sqlalchemy import Column, Index, SmallInteger, Table, text

from adapters.persistence.metadata import metadata
from adapters.persistence.types import UnicodeText, UtcDateTime

NOT_APPLIED = "status <> 'applied'"
WAITING = "next_attempt_at IS NOT NULL"
WITH_PAYLOAD = "payload <> ''"
"""Literal, because a partial index is used only where its condition is seen."""


def _one_customers(name: str, column: str) -> Index:
    known = text(f"{column} IS NOT NULL")
    return Index(name, "provider", column, postgresql_where=known, sqlite_where=known)


inbox = Table(
    "inbox",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("key", UnicodeText, primary_key=True),
    Column("type", UnicodeText, nullable=False),
    Column("status", UnicodeText, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    Column("payload", UnicodeText, nullable=False),
    Column("error", UnicodeText),
    Column("attempts", SmallInteger, nullable=False, server_default=text("1")),
    Column("applied_at", UtcDateTime),
    Column("next_attempt_at", UtcDateTime),
    Column("subject_kind", UnicodeText),
    Column("subject_id", UnicodeText),
    Column("account_id", UnicodeText),
    # What operators look through, the newest first.
    Index("inbox_by_time", "received_at", "provider", "key"),
    # One provider's, and how long it has been silent.
    Index("inbox_of_provider", "provider", "received_at", "key"),
    # Those among them that need looking at, or that few are of.
    Index(
        "inbox_not_applied",
        "status",
        "received_at",
        "provider",
        "key",
        postgresql_where=text(NOT_APPLIED),
        sqlite_where=text(NOT_APPLIED),
    ),
    # What is to be tried again, the longest due first.
    Index("inbox_waiting", "next_attempt_at", postgresql_where=text(WAITING), sqlite_where=text(WAITING)),
    # What is not kept for ever, the oldest first.
    Index("inbox_with_payload", "received_at", postgresql_where=text(WITH_PAYLOAD), sqlite_where=text(WITH_PAYLOAD)),
    # One customer's.
    _one_customers("inbox_of_account", "account_id"),
    _one_customers("inbox_of_subject", "subject_id"),
)
