"""The table of the fetch queue."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table

from adapters.persistence.metadata import metadata
from adapters.persistence.types import UnicodeText, UtcDateTime

agenda = Table(
    "agenda",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("kind", UnicodeText, primary_key=True),
    Column("id", UnicodeText, primary_key=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("attempts", BigInteger, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("error", UnicodeText),
    # Every run of the agenda: of each provider the longest due first, however much others have to be asked.
    Index("agenda_of_provider", "provider", "due_at"),
    # What operators want to know: how much is overdue.
    Index("agenda_by_due", "due_at"),
)
