"""Tables for operators, for the owner of the database, and for state shared between processes."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table

from adapters.persistence.metadata import metadata
from adapters.persistence.types import UnicodeText, UtcDateTime

anomalies = Table(
    "anomalies",
    metadata,
    Column("anomaly", UnicodeText, primary_key=True),
    Column("provider", UnicodeText, primary_key=True),
    Column("kind", UnicodeText, primary_key=True),
    Column("id", UnicodeText, primary_key=True),
    Column("noticed_at", UtcDateTime, nullable=False),
    Column("detail", UnicodeText, nullable=False),
    # What operators look through, the newest first.
    Index("anomalies_by_time", "noticed_at", "provider", "kind", "id", "anomaly"),
)

occurrences = Table(
    "occurrences",
    metadata,
    # In this order, because what is recent is added up.
    Column("begun_at", UtcDateTime, primary_key=True),
    Column("occurrence", UnicodeText, primary_key=True),
    Column("provider", UnicodeText, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

reconciliations = Table(
    "reconciliations",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("since", UtcDateTime),
    Column("kind", UnicodeText),
    Column("cursor", UnicodeText),
    Column("finished_at", UtcDateTime),
    Column("leased_until", UtcDateTime),
    Column("first", Boolean, nullable=False),
    Column("whole_at", UtcDateTime),
    Column("failures", BigInteger, nullable=False, server_default="0"),
    Column("retry_at", UtcDateTime),
    Column("version", BigInteger, nullable=False),
)

rate_limits = Table(
    "rate_limits",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    # In microseconds since 1970.
    Column("used_until", BigInteger, nullable=False),
)

customer_requests = Table(
    "customer_requests",
    metadata,
    Column("customer_id", UnicodeText, primary_key=True),
    Column("limit_name", UnicodeText, primary_key=True),
    # Each in microseconds since 1970, as 16 digits.
    Column("times", UnicodeText, nullable=False),
    Column("latest", BigInteger, nullable=False),
    # What is swept: customers who have not come for a while.
    Index("customer_requests_by_time", "limit_name", "latest"),
)

installation = Table(
    "installation",
    metadata,
    Column("name", UnicodeText, primary_key=True),
    Column("value", UnicodeText, nullable=False),
)
