"""What those who run the service are told, what this database belongs to, and what its processes share."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table

from adapters.persistence.metadata import metadata
from adapters.persistence.types import Moment, Words

anomalies = Table(
    "anomalies",
    metadata,
    Column("anomaly", Words, primary_key=True),
    Column("provider", Words, primary_key=True),
    Column("kind", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("noticed_at", Moment, nullable=False),
    Column("detail", Words, nullable=False),
    # What operators look through, the newest first.
    Index("anomalies_by_time", "noticed_at", "provider", "kind", "id", "anomaly"),
)

occurrences = Table(
    "occurrences",
    metadata,
    # In this order, because what is recent is added up.
    Column("begun_at", Moment, primary_key=True),
    Column("occurrence", Words, primary_key=True),
    Column("provider", Words, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

reconciliations = Table(
    "reconciliations",
    metadata,
    Column("provider", Words, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("since", Moment),
    Column("kind", Words),
    Column("cursor", Words),
    Column("finished_at", Moment),
    Column("leased_until", Moment),
    Column("first", Boolean, nullable=False),
    Column("whole_at", Moment),
    Column("failures", BigInteger, nullable=False, server_default="0"),
    Column("retry_at", Moment),
    Column("version", BigInteger, nullable=False),
)

rate_limits = Table(
    "rate_limits",
    metadata,
    Column("provider", Words, primary_key=True),
    # In microseconds since 1970.
    Column("used_until", BigInteger, nullable=False),
)

customer_requests = Table(
    "customer_requests",
    metadata,
    Column("customer_id", Words, primary_key=True),
    Column("limit_name", Words, primary_key=True),
    # Each in microseconds since 1970, as 16 digits.
    Column("times", Words, nullable=False),
    Column("latest", BigInteger, nullable=False),
    # What is swept: customers who have not come for a while.
    Index("customer_requests_by_time", "limit_name", "latest"),
)

installation = Table(
    "installation",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)
