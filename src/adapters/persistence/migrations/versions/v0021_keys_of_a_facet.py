"""The index from a facet to its keys holds the keys themselves.

SQLite, which gathers no statistics by itself, preferred the primary key, because that covers the query: it went through
all keys of the provider for each facet.
"""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("facet_keys_of_facet", "facet_keys")
    op.create_index("facet_keys_of_facet", "facet_keys", ["provider", "kind", "id", "key"])
