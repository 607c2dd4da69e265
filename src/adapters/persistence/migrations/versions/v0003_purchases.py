"""Tables of the facets of purchases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facets",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("raw_status", sa.Text(), nullable=True),
        sa.Column("confirms_one_off", sa.Boolean(), nullable=False),
        sa.Column("total_amount", sa.BigInteger(), nullable=True),
        sa.Column("total_currency", sa.Text(), nullable=True),
        sa.Column("total_exponent", sa.SmallInteger(), nullable=True),
        sa.Column("refunded_amount", sa.BigInteger(), nullable=True),
        sa.Column("refunded_currency", sa.Text(), nullable=True),
        sa.Column("refunded_exponent", sa.SmallInteger(), nullable=True),
        sa.Column("captured_amount", sa.BigInteger(), nullable=True),
        sa.Column("captured_currency", sa.Text(), nullable=True),
        sa.Column("captured_exponent", sa.SmallInteger(), nullable=True),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("price_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "kind", "id", name="facets_pkey"),
    )
    op.create_index(
        "facets_vouching_of_account",
        "facets",
        ["provider", "account_id"],
        postgresql_where=sa.text("confirms_one_off"),
        sqlite_where=sa.text("confirms_one_off = 1"),
    )
    op.create_table(
        "facet_keys",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider", "kind", "id"], ["facets.provider", "facets.kind", "facets.id"], name="facet_keys_provider_fkey"
        ),
        sa.PrimaryKeyConstraint("provider", "key", "kind", "id", name="facet_keys_pkey"),
    )
    op.create_index("facet_keys_of_facet", "facet_keys", ["provider", "kind", "id"])
