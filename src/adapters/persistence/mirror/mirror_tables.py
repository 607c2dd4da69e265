"""The table of each kind of object, and the mapping of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from adapters.persistence import tables
from adapters.persistence.mirror.mapping import account, catalogue, facet, schedule, subscription, subscription_invoice
from adapters.persistence.mirror.mapping.row import Row
from application.ports.storage.storage import ObjectKey
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorTable:
    """One table of the mirror and the kinds of object in it; where there are several, a column tells them apart."""

    table: Table
    kinds: frozenset[ObjectKind]
    to_row: Callable[[MirrorRecord[Any]], dict[str, Any]]
    from_row: Callable[[Row], MirrorRecord[Any]]

    def identities(self, keys: Iterable[ObjectKey]) -> list[tuple[str, ...]]:
        """The primary keys of these objects, none of which is kept elsewhere."""
        if "kind" in self.table.c:
            return sorted((ref.provider, kind.value, ref.id) for kind, ref in keys)
        return sorted((ref.provider, ref.id) for _, ref in keys)


SUBSCRIPTIONS = MirrorTable(
    table=tables.subscriptions,
    kinds=frozenset({ObjectKind.SUBSCRIPTION}),
    to_row=subscription.to_row,
    from_row=subscription.from_row,
)
INVOICES = MirrorTable(
    table=tables.subscription_invoices,
    kinds=frozenset({ObjectKind.SUBSCRIPTION_INVOICE, ObjectKind.FIRST_FAILURE}),
    to_row=subscription_invoice.to_row,
    from_row=subscription_invoice.from_row,
)
FACETS = MirrorTable(
    table=tables.facets,
    kinds=frozenset(
        {
            ObjectKind.CHECKOUT,
            ObjectKind.ORDER,
            ObjectKind.INVOICE,
            ObjectKind.PAYMENT,
            ObjectKind.INVOICE_PAYMENT,
            ObjectKind.RELATION,
            ObjectKind.ORIGIN,
            ObjectKind.CONTENTS,
            ObjectKind.SUBSCRIPTION_PAYMENT,
            ObjectKind.CREDIT_NOTE,
            ObjectKind.ITEM,
            ObjectKind.CHARGE,
            ObjectKind.DISPUTE,
        }
    ),
    to_row=facet.to_row,
    from_row=facet.from_row,
)
LOCK_ORDER = (
    SUBSCRIPTIONS,
    MirrorTable(
        table=tables.schedules,
        kinds=frozenset({ObjectKind.SCHEDULE}),
        to_row=schedule.to_row,
        from_row=schedule.from_row,
    ),
    INVOICES,
    MirrorTable(
        table=tables.accounts,
        kinds=frozenset({ObjectKind.ACCOUNT}),
        to_row=account.to_row,
        from_row=account.from_row,
    ),
    MirrorTable(
        table=tables.catalogue,
        kinds=frozenset({ObjectKind.PRODUCT, ObjectKind.PRICE, ObjectKind.DISCOUNT}),
        to_row=catalogue.to_row,
        from_row=catalogue.from_row,
    ),
    FACETS,
)
"""Whoever locks and writes in the same order never waits in a circle."""
