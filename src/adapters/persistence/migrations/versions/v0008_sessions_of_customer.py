"""Who is erased has no way in to the Billing page any more."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("sessions_of_customer", "sessions", ["customer_id"])
