"""Which subscriptions the provider's portal cannot pause."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("pausable", sa.Boolean(), nullable=False, server_default=sa.true()))
