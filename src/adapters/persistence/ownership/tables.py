"""Who the customers are, and who said what is whose."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, Table

from adapters.persistence.metadata import metadata
from adapters.persistence.types import Moment, Words

customers = Table(
    "customers",
    metadata,
    Column("id", Words, primary_key=True),
    Column("registered_at", Moment, nullable=False),
    Column("email", Words),
    Column("name", Words),
    Column("pinned_provider", Words),
    Column("pinned_at", Moment),
)

claims = Table(
    "claims",
    metadata,
    # A customer's billing begins with their own claims; the same claim is kept once.
    Column("customer_id", Words, ForeignKey("customers.id"), primary_key=True),
    Column("provider", Words, primary_key=True),
    Column("kind", Words, primary_key=True),
    Column("subject_id", Words, primary_key=True),
    # Empty for a guest: part of the key, so never null.
    Column("account_id", Words, primary_key=True),
    Column("trust", SmallInteger, primary_key=True, autoincrement=False),
    Column("subject_created_at", Moment, nullable=False),
    Column("claimed_at", Moment, nullable=False),
    # Everybody's claims on an account and on what belongs to it.
    Index("claims_on_account", "provider", "account_id"),
    # Everybody's claims on one subscription or purchase.
    Index("claims_on_subject", "provider", "subject_id"),
)

account_aliases = Table(
    "account_aliases",
    metadata,
    # Everything is kept under the first id of an account; this is a second one.
    Column("provider", Words, primary_key=True),
    Column("alias_id", Words, primary_key=True),
    Column("account_id", Words, nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    # Of the id of somebody who is not known any more.
    Column("digest", Words, primary_key=True),
    Column("stand_in", Words, nullable=False),
    Column("erased_at", Moment, nullable=False),
)

unlinkings = Table(
    "unlinkings",
    metadata,
    Column("provider", Words, primary_key=True),
    Column("account_id", Words, primary_key=True),
    Column("customer_id", Words, ForeignKey("customers.id"), primary_key=True),
    Column("unlinked_at", Moment, nullable=False),
)
