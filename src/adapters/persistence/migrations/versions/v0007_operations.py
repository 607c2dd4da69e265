"""Looking through what may be nobody's and through what was noticed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _partial("facets_of_guests", "facets", ["provider", "kind", "id"], "vouches AND account_id IS NULL")
    op.create_index("anomalies_by_time", "anomalies", ["noticed_at", "provider", "kind", "id", "anomaly"])


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
