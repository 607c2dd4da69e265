"""Each invoice of a subscription by itself, in place of the latest one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("arrears")
    op.create_table(
        "subscription_invoices",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "kind", "id", name="subscription_invoices_pkey"),
    )
    op.create_index(
        "subscription_invoices_contested",
        "subscription_invoices",
        ["contested_at"],
        postgresql_where=sa.text("contested_at IS NOT NULL"),
        sqlite_where=sa.text("contested_at IS NOT NULL"),
    )
    op.create_index(
        "subscription_invoices_open",
        "subscription_invoices",
        ["provider", "subscription_id"],
        postgresql_where=sa.text("is_open"),
        sqlite_where=sa.text("is_open"),
    )
