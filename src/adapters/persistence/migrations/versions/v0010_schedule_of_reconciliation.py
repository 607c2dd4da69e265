"""When everything was last compared with a provider, and when that is due again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reconciliations", sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reconciliations", sa.Column("failures", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("reconciliations", sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_column("reconciliations", "found")
    op.execute("UPDATE reconciliations SET whole_at = started_at WHERE since IS NULL AND finished_at IS NOT NULL")
