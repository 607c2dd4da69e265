"""Customers, and who said what is whose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("pinned_provider", sa.Text(), nullable=True),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="customers_pkey"),
    )
    op.create_table(
        "claims",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("trust", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("subject_created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="claims_customer_id_fkey"),
        sa.PrimaryKeyConstraint(
            "customer_id", "provider", "kind", "subject_id", "account_id", "trust", name="claims_pkey"
        ),
    )
    op.create_index("claims_on_account", "claims", ["provider", "account_id"])
    op.create_index("claims_on_subject", "claims", ["provider", "subject_id"])
    op.create_table(
        "unlinkings",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("unlinked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="unlinkings_customer_id_fkey"),
        sa.PrimaryKeyConstraint("provider", "account_id", "customer_id", name="unlinkings_pkey"),
    )
