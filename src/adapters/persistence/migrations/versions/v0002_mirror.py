"""Tables of subscriptions, accounts and the catalogue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("raw_status", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=True),
        sa.Column("plan_product_id", sa.Text(), nullable=True),
        sa.Column("plan_price_id", sa.Text(), nullable=True),
        sa.Column("plan_name", sa.Text(), nullable=True),
        sa.Column("plan_price_amount", sa.BigInteger(), nullable=True),
        sa.Column("plan_price_currency", sa.Text(), nullable=True),
        sa.Column("plan_price_exponent", sa.SmallInteger(), nullable=True),
        sa.Column("plan_interval", sa.Text(), nullable=True),
        sa.Column("plan_interval_count", sa.BigInteger(), nullable=True),
        sa.Column("plan_quantity", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current_period_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("current_period_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trial_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancels_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("collection_paused", sa.Boolean(), nullable=False),
        sa.Column("never_activated", sa.Boolean(), nullable=False),
        sa.Column("schedule_id", sa.Text(), nullable=True),
        sa.Column("initial_order_id", sa.Text(), nullable=True),
        sa.Column("plan_restriction", sa.Text(), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "id", name="subscriptions_pkey"),
    )
    op.create_index("subscriptions_of_account", "subscriptions", ["provider", "account_id"])
    op.create_index(
        "subscriptions_opened_by_order",
        "subscriptions",
        ["provider", "initial_order_id"],
        postgresql_where=sa.text("initial_order_id IS NOT NULL"),
        sqlite_where=sa.text("initial_order_id IS NOT NULL"),
    )
    op.create_index(
        "subscriptions_running_until",
        "subscriptions",
        ["current_period_end"],
        postgresql_where=sa.text("status IN ('active', 'trialing')"),
        sqlite_where=sa.text("status IN ('active', 'trialing')"),
    )
    op.create_table(
        "schedules",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("next_plan_id", sa.Text(), nullable=True),
        sa.Column("next_change_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancels_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "id", name="schedules_pkey"),
    )
    op.create_table(
        "arrears",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unpaid_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "id", name="arrears_pkey"),
    )
    op.create_table(
        "accounts",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "id", name="accounts_pkey"),
    )
    op.create_table(
        "catalogue",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("price_amount", sa.BigInteger(), nullable=True),
        sa.Column("price_currency", sa.Text(), nullable=True),
        sa.Column("price_exponent", sa.SmallInteger(), nullable=True),
        sa.Column("interval", sa.Text(), nullable=True),
        sa.Column("interval_count", sa.BigInteger(), nullable=True),
        sa.Column("one_time", sa.Boolean(), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "kind", "id", name="catalogue_pkey"),
    )
