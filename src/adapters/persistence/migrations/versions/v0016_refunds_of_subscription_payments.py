"""An index for what was refunded in an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "facets_refunded_of_account",
        "facets",
        ["provider", "account_id"],
        postgresql_where=sa.text("refunded_amount > 0"),
        sqlite_where=sa.text("refunded_amount > 0"),
    )
