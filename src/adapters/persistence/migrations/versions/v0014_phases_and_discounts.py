"""Schedules hold all phases to come, and subscriptions name their discounts, which the catalogue knows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("schedules", "next_plan_id")
    op.drop_column("schedules", "next_change_at")
    op.add_column("schedules", sa.Column("phases", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("subscriptions", sa.Column("discounts", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("catalogue", sa.Column("discount", sa.Text(), nullable=True))
