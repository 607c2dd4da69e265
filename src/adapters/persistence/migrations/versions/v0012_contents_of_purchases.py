"""The contents of purchases, and the subscription that an invoice belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("facets", sa.Column("items", sa.Text(), nullable=True))
    op.add_column("facets", sa.Column("subscription_id", sa.Text(), nullable=True))
