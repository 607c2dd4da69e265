"""The tables of customers, claims, unlinks and tombstones."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, Table

from adapters.persistence.metadata import metadata
from adapters.persistence.types import UnicodeText, UtcDateTime

customers = Table(
    "customers",
    metadata,
    Column("id", UnicodeText, primary_key=True),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("email", UnicodeText),
    Column("name", UnicodeText),
    Column("pinned_provider", UnicodeText),
    Column("pinned_at", UtcDateTime),
)

claims = Table(
    "claims",
    metadata,
    # A customer's billing begins with their own claims; the same claim is kept once.
    Column("customer_id", UnicodeText, ForeignKey("customers.id"), primary_key=True),
    Column("provider", UnicodeText, primary_key=True),
    Column("kind", UnicodeText, primary_key=True),
    Column("subject_id", UnicodeText, primary_key=True),
    # Empty for a guest: part of the key, so never null.
    Column("account_id", UnicodeText, primary_key=True),
    Column("trust", SmallInteger, primary_key=True, autoincrement=False),
    Column("subject_created_at", UtcDateTime, nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False),
    # Everybody's claims on an account and on what belongs to it.
    Index("claims_on_account", "provider", "account_id"),
    # Everybody's claims on one subscription or purchase.
    Index("claims_on_subject", "provider", "subject_id"),
)

account_aliases = Table(
    "account_aliases",
    metadata,
    # Everything is kept under the first id of an account; this is a second one.
    Column("provider", UnicodeText, primary_key=True),
    Column("alias_id", UnicodeText, primary_key=True),
    Column("account_id", UnicodeText, nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    # Of the id of somebody who is not known any more.
    Column("digest", UnicodeText, primary_key=True),
    Column("stand_in", UnicodeText, nullable=False),
    Column("erased_at", UtcDateTime, nullable=False),
)

unlinkings = Table(
    "unlinkings",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("account_id", UnicodeText, primary_key=True),
    Column("customer_id", UnicodeText, ForeignKey("customers.id"), primary_key=True),
    Column("unlinked_at", UtcDateTime, nullable=False),
)
