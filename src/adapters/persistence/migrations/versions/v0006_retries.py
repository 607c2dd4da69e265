"""Trying again what could not be applied, and looking through what came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("attempts", sa.SmallInteger(), nullable=False, server_default=sa.text("1")),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subject_kind", sa.Text(), nullable=True),
    ):
        op.add_column("inbox", column)
    op.execute("UPDATE inbox SET applied_at = received_at WHERE status = 'applied'")
    op.execute("UPDATE inbox SET next_attempt_at = received_at WHERE status = 'failed'")
    # Of what kind it was had not been kept, and an id alone may be that of several things.
    op.execute("UPDATE inbox SET subject_id = NULL")
    _index("inbox_not_applied", ["status", "received_at", "provider", "key"], "status <> 'applied'")
    _index("inbox_waiting", ["next_attempt_at"], "next_attempt_at IS NOT NULL")
    _index("inbox_of_account", ["provider", "account_id"], "account_id IS NOT NULL")
    _index("inbox_of_subject", ["provider", "subject_id"], "subject_id IS NOT NULL")


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "inbox", columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
