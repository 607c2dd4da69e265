"""Why a subscription is paused, what pause is planned, and what the end of a trial leads to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("pause_reason", sa.Text(), nullable=True))
    op.add_column("subscriptions", sa.Column("has_payment_method", sa.Boolean(), nullable=True))
    op.add_column("subscriptions", sa.Column("without_payment_method", sa.Text(), nullable=True))
    op.add_column("accounts", sa.Column("has_payment_method", sa.Boolean(), nullable=True))
    op.add_column("schedules", sa.Column("pauses_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("schedules", sa.Column("resumes_at", sa.DateTime(timezone=True), nullable=True))
