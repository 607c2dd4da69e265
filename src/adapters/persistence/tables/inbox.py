"""Every genuine delivery, once."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from adapters.persistence.tables.metadata import metadata
from adapters.persistence.types import Moment, Words

inbox = Table(
    "inbox",
    metadata,
    Column("provider", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("type", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    Column("error", Words),
    Column("subject_id", Words),
    Column("account_id", Words),
    # What operators look through, the newest first.
    Index("inbox_by_time", "received_at", "provider", "key"),
)
