"""The table of login links and sessions. It holds digests only, so that reading it lets nobody in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from adapters.persistence.metadata import metadata
from adapters.persistence.types import UnicodeText, UtcDateTime

sessions = Table(
    "sessions",
    metadata,
    # The SHA-256 of the secret, in hexadecimal.
    Column("digest", UnicodeText, primary_key=True),
    Column("kind", UnicodeText, nullable=False),
    Column("customer_id", UnicodeText, ForeignKey("customers.id"), nullable=False),
    Column("return_url", UnicodeText),
    Column("expires_at", UtcDateTime, nullable=False),
    # What has run out is forgotten, the oldest first.
    Index("sessions_by_end", "expires_at"),
    # All of one customer's, when that one is erased.
    Index("sessions_of_customer", "customer_id"),
)
