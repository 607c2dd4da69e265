"""Looking through what may be nobody's and what was noticed, telling how things stand, and forgetting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _partial("facets_of_guests", "facets", ["provider", "kind", "id"], "confirms_one_off AND account_id IS NULL")
    op.create_index("anomalies_by_time", "anomalies", ["noticed_at", "provider", "kind", "id", "anomaly"])
    op.add_column("inbox", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("inbox_of_provider", "inbox", ["provider", "received_at", "key"])
    for table in ("subscriptions", "schedules", "arrears", "accounts", "catalogue", "facets"):
        _partial(f"{table}_contested", table, ["contested_at"], "contested_at IS NOT NULL")
    op.create_table(
        "occurrences",
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occurrence", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("begun_at", "occurrence", "provider", name="occurrences_pkey"),
    )
    _partial("inbox_with_payload", "inbox", ["received_at"], "payload <> ''")
    op.create_table(
        "erasures",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("stand_in", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="erasures_pkey"),
    )


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
