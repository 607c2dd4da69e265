"""Discounts of accounts and orders, and what a price charges for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("discounted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("facets", sa.Column("discounted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("catalogue", sa.Column("usage", sa.Text(), nullable=True))
