"""Subscriptions list all their items, and prices say how they charge in each currency.

What was stored of plans and prices is dropped: the next comparison with the providers fetches it again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PLAN = ("id", "product_id", "price_id", "name", "interval", "interval_count", "quantity")
_PRICE = ("price_amount", "price_currency", "price_exponent")


def upgrade() -> None:
    for name in (*_PLAN, *_PRICE):
        op.drop_column("subscriptions", f"plan_{name}")
    op.add_column("subscriptions", sa.Column("currency", sa.Text(), nullable=True))
    op.add_column("subscriptions", sa.Column("items", sa.Text(), nullable=False, server_default="[]"))
    for name in _PRICE:
        op.drop_column("catalogue", name)
    op.add_column("catalogue", sa.Column("pricings", sa.Text(), nullable=False, server_default="[]"))
