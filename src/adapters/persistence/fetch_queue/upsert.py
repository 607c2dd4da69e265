"""Fetch requests as a query that an insert can select from.

It is one parameter, a JSON text, so that the statement is the same for many asks as for one.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    CTE,
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Dialect,
    bindparam,
    cast,
    column,
    func,
    or_,
    select,
    text,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from adapters.persistence import tables
from adapters.persistence.mirror.mirror_tables import INVOICES, LOCK_ORDER, MirrorTable
from adapters.persistence.mirror.tables import OPEN
from adapters.persistence.types import UnicodeText, UtcDateTime
from application.ports.storage.fetch_queue import ANSWERED_BY, QueuedFetch
from application.ports.storage.storage import ObjectKey
from domain.mirror.snapshot import ObjectKind

_agenda = tables.agenda.c
_COLUMNS: dict[str, TypeEngine[Any]] = {
    "provider": UnicodeText(),
    "kind": UnicodeText(),
    "id": UnicodeText(),
    "due_at": UtcDateTime(),
    "generation": BigInteger(),
    "once": Boolean(),
    "unless_pending": Boolean(),
    "answered_by": UnicodeText(),
}


def merge_requests(asks: Sequence[QueuedFetch]) -> list[QueuedFetch]:
    """One ask for each object, in the order of the entries' keys."""
    by_object: dict[ObjectKey, QueuedFetch] = {}
    for ask in asks:
        other = by_object.get((ask.kind, ask.ref), ask)
        by_object[ask.kind, ask.ref] = replace(
            ask,
            due_at=min(ask.due_at, other.due_at),
            once=ask.once and other.once,
            unless_pending=ask.unless_pending and other.unless_pending,
        )
    return sorted(by_object.values(), key=lambda ask: (ask.ref.provider, ask.kind, ask.ref.id))


def to_json(asks: Sequence[QueuedFetch], dialect: Dialect) -> str:
    """The asks as the parameter.

    A generation begins anywhere: an entry that was taken off and came back is not mistaken for the one it was.
    """
    return json.dumps(
        [
            {
                "provider": ask.ref.provider,
                "kind": ask.kind.value,
                "id": ask.ref.id,
                "due_at": UtcDateTime().process_bind_param(ask.due_at, dialect),
                "generation": secrets.randbits(62),
                "once": ask.once,
                "unless_pending": ask.unless_pending,
                "answered_by": ANSWERED_BY.get(ask.kind, ask.kind).value,
            }
            for ask in asks
        ],
        default=lambda moment: moment.isoformat(sep=" ", timespec="microseconds"),
    )


def requests_cte(dialect: str) -> CTE:
    """The parameter `asks` as rows."""
    asks = bindparam("asks", type_=UnicodeText)
    if dialect == "sqlite":
        each = func.json_each(asks).table_valued("value", name="each")
        parts = (
            type_coerce(func.json_extract(each.c.value, f"$.{name}"), type_).label(name)
            for name, type_ in _COLUMNS.items()
        )
        return select(*parts).select_from(each).cte("wanted")
    each = func.json_to_recordset(cast(asks, JSON)).table_valued(
        *(column(n, t) for n, t in _COLUMNS.items()), name="each"
    )
    return select(each.render_derived(with_types=True)).cte("wanted")


def tables_to_check(asks: Sequence[QueuedFetch]) -> frozenset[MirrorTable]:
    """Those that may hold what is asked for only once."""
    kinds = {ANSWERED_BY.get(ask.kind, ask.kind) for ask in asks if ask.once}
    return frozenset(kept for kept in LOCK_ORDER if not kept.kinds.isdisjoint(kinds))


def already_known(wanted: CTE, concerned: Set[MirrorTable]) -> ColumnElement[bool]:
    """Whether what is asked for is on the agenda, or in one of these tables of the mirror.

    Each is looked up by its primary key. Were it an EXISTS, a planner might rather read a whole table first.
    A subscription's invoices are in the mirror if one of them is open.
    """
    lookups = []
    for kept in (kept for kept in LOCK_ORDER if kept in concerned):
        columns = kept.table.c
        held = select(columns.id).where(columns.provider == wanted.c.provider)
        if kept is INVOICES:
            held = held.where(columns.subscription_id == wanted.c.id, text(f"{kept.table.name}.{OPEN}")).limit(1)
            lookups.append(held.where(wanted.c.kind == ObjectKind.ARREARS.value))
            continue
        held = held.where(columns.id == wanted.c.id)
        if "kind" in columns:
            held = held.where(columns.kind == wanted.c.answered_by)
        lookups.append(held.where(wanted.c.answered_by.in_(sorted(kept.kinds))))
    return or_(is_pending(wanted), *(lookup.scalar_subquery().is_not(None) for lookup in lookups))


def is_pending(wanted: CTE) -> ColumnElement[bool]:
    """Return whether the wanted object is on the agenda."""
    entry = select(_agenda.id).where(
        _agenda.provider == wanted.c.provider, _agenda.kind == wanted.c.kind, _agenda.id == wanted.c.id
    )
    return entry.scalar_subquery().is_not(None)
