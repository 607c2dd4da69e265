"""The tables of subscriptions, their invoices and schedules, accounts and the catalogue."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, false, text, true

from adapters.persistence.metadata import contested_index, heard_columns, metadata
from adapters.persistence.types import StringList, Structured, UnicodeText, UtcDateTime

RUNNING = "status IN ('active', 'trialing')"
"""Subscriptions that renew by themselves. Literal, because a partial index is used only where its condition is seen."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("id", UnicodeText, primary_key=True),
    Column("account_id", UnicodeText),
    Column("status", UnicodeText, nullable=False),
    Column("raw_status", UnicodeText, nullable=False),
    Column("currency", UnicodeText),
    Column("items", Structured, nullable=False, server_default="[]"),
    Column("discounts", StringList, nullable=False, server_default="[]"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("current_period_start", UtcDateTime),
    Column("current_period_end", UtcDateTime),
    Column("trial_ends_at", UtcDateTime),
    Column("cancels_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("resumes_at", UtcDateTime),
    Column("collection_paused", Boolean, nullable=False),
    Column("never_activated", Boolean, nullable=False),
    Column("schedule_id", UnicodeText),
    Column("initial_order_id", UnicodeText),
    Column("plan_restriction", UnicodeText),
    Column("pause_reason", UnicodeText),
    Column("has_payment_method", Boolean),
    Column("without_payment_method", UnicodeText),
    Column("pausable", Boolean, nullable=False, server_default=true()),
    *heard_columns(),
    contested_index("subscriptions"),
    # A customer's billing: the subscriptions of a linked account.
    Index("subscriptions_of_account", "provider", "account_id"),
    # A customer's billing: whether an order is a subscription's first payment and so no purchase.
    Index(
        "subscriptions_opened_by_order",
        "provider",
        "initial_order_id",
        postgresql_where=text("initial_order_id IS NOT NULL"),
        sqlite_where=text("initial_order_id IS NOT NULL"),
    ),
    # Every run of the agenda: which renewals are overdue.
    Index(
        "subscriptions_running_until",
        "current_period_end",
        postgresql_where=text(RUNNING),
        sqlite_where=text(RUNNING),
    ),
)

schedules = Table(
    "schedules",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("id", UnicodeText, primary_key=True),
    Column("subscription_id", UnicodeText),
    Column("active", Boolean, nullable=False),
    Column("phases", Structured, nullable=False, server_default="[]"),
    Column("cancels_at", UtcDateTime),
    Column("pauses_at", UtcDateTime),
    Column("resumes_at", UtcDateTime),
    *heard_columns(),
    contested_index("schedules"),
)

OPEN = "is_open"
"""Invoices that are open. Literal, because a partial index is used only where its condition is seen."""

subscription_invoices = Table(
    "subscription_invoices",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("kind", UnicodeText, primary_key=True),
    Column("id", UnicodeText, primary_key=True),
    Column("subscription_id", UnicodeText, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("created_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    *heard_columns(),
    contested_index("subscription_invoices"),
    # A customer's billing: what a subscription owes, however long it has been paid for.
    Index(
        "subscription_invoices_open",
        "provider",
        "subscription_id",
        postgresql_where=text(OPEN),
        sqlite_where=text(OPEN),
    ),
)

accounts = Table(
    "accounts",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("id", UnicodeText, primary_key=True),
    Column("created_at", UtcDateTime),
    Column("deleted", Boolean, nullable=False),
    Column("has_payment_method", Boolean),
    Column("discounted", Boolean, nullable=False, server_default=false()),
    *heard_columns(),
    contested_index("accounts"),
)

catalogue = Table(
    "catalogue",
    metadata,
    Column("provider", UnicodeText, primary_key=True),
    Column("kind", UnicodeText, primary_key=True),
    Column("id", UnicodeText, primary_key=True),
    Column("name", UnicodeText),
    Column("product_id", UnicodeText),
    Column("pricings", Structured, nullable=False, server_default="[]"),
    Column("interval", UnicodeText),
    Column("interval_count", BigInteger),
    Column("one_time", Boolean),
    Column("usage", UnicodeText),
    Column("discount", Structured),
    *heard_columns(),
    contested_index("catalogue"),
)
