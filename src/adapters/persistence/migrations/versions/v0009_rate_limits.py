"""The providers' rate limits, shared by all processes, and an agenda that is worked off for each of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_limits",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("used_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", name="rate_limits_pkey"),
    )
    op.create_index("agenda_of_provider", "agenda", ["provider", "due_at"])
