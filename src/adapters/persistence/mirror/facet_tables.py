"""The provider objects that purchases are made of, and by which ids they hang together."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Table, false, text

from adapters.persistence.metadata import contested_index, heard_columns, metadata, money_columns
from adapters.persistence.types import StringList, Structured, UnicodeText, UtcDateTime

OF_A_GUEST = "confirms_one_off AND account_id IS NULL"
"""A payment for a purchase that names no account. Literal, because a partial index is used only where its condition is
seen."""

REFUNDED = "facets.refunded_amount > 0"
"""A charge or an order that was refunded at least in part. Literal, for the same reason."""

facets = Table(
    "facets",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("kind", UnicodeText, primary_key=True),
    Column("id", UnicodeText, primary_key=True),
    Column("account_id", UnicodeText),
    Column("keys", StringList, nullable=False),
    Column("payment_id", UnicodeText),
    Column("created_at", UtcDateTime, nullable=False),
    # A payment's or a dispute's.
    Column("status", UnicodeText),
    Column("raw_status", UnicodeText),
    # A payment's.
    Column("confirms_one_off", Boolean, nullable=False),
    Column("discounted", Boolean, nullable=False, server_default=false()),
    # A payment's, or what a dispute is over.
    *money_columns("total"),
    # A payment's or a charge's.
    *money_columns("refunded"),
    # A charge's.
    *money_columns("captured"),
    # An item's.
    Column("product_id", UnicodeText),
    Column("price_id", UnicodeText),
    Column("name", UnicodeText),
    # The contents.
    Column("items", Structured),
    # A subscription payment's.
    Column("subscription_id", UnicodeText),
    *heard_columns(),
    contested_index("facets"),
    # A customer's billing: the purchases of a linked account, without the many payments of its subscriptions.
    Index(
        "facets_vouching_of_account",
        "provider",
        "account_id",
        postgresql_where=text("confirms_one_off"),
        sqlite_where=text("confirms_one_off = 1"),
    ),
    # And those of its subscription payments that were refunded.
    Index(
        "facets_refunded_of_account",
        "provider",
        "account_id",
        postgresql_where=text("refunded_amount > 0"),
        sqlite_where=text("refunded_amount > 0"),
    ),
    # What moves when an account turns out to have two ids.
    Index(
        "facets_of_account",
        "provider",
        "account_id",
        postgresql_where=text("account_id IS NOT NULL"),
        sqlite_where=text("account_id IS NOT NULL"),
    ),
    # What operators look through: purchases that may be nobody's.
    Index(
        "facets_of_guests", "provider", "kind", "id", postgresql_where=text(OF_A_GUEST), sqlite_where=text(OF_A_GUEST)
    ),
)

facet_keys = Table(
    "facet_keys",
    metadata,
    # In this order, because facets are looked up by a key that they share.
    Column("provider", UnicodeText, primary_key=True),
    Column("key", UnicodeText, primary_key=True),
    Column("kind", UnicodeText, primary_key=True),
    Column("id", UnicodeText, primary_key=True),
    ForeignKeyConstraint(["provider", "kind", "id"], ["facets.provider", "facets.kind", "facets.id"]),
    # And the way back: which other keys a facet so found has.
    Index("facet_keys_of_facet", "provider", "kind", "id", "key"),
)
