"""The latest requests of each customer, so that limits per customer hold across all processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customer_requests",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("limit_name", sa.Text(), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("latest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "limit_name", name="customer_requests_pkey"),
    )
    op.create_index("customer_requests_by_time", "customer_requests", ["limit_name", "latest"])
