"""A few numbers, each found by an index and counted no further than is of use."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ScalarSelect, Select, case, func, literal, literal_column, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.inbox.tables import NOT_APPLIED
from adapters.persistence.metadata import CONTESTED
from adapters.persistence.mirror.mirror_tables import LOCK_ORDER
from adapters.persistence.types import UtcDateTime
from application.ports.operations.health import COUNT_CAP, HealthMetrics, LookbackWindows, ProviderHealth
from application.ports.operations.metrics import CounterName
from application.ports.storage.inbox import DeliveryStatus
from application.ports.storage.storage import AnomalyKind
from domain.provider import ProviderName

_inbox, _agenda, _occurrences = tables.inbox.c, tables.agenda.c, tables.occurrences.c
_LATEST = 100


async def vital_signs(
    connection: AsyncConnection, providers: Set[ProviderName], windows: LookbackWindows
) -> HealthMetrics:
    """Three statements, and one for each provider. The connection must read as of one moment."""
    together = dict((await connection.execute(_together(windows))).mappings().one())
    drift = min(together.pop("gone") + int(together.pop("found") or 0), COUNT_CAP)
    counted = await connection.execute(_counted(windows.occurrences))
    occurred = {(CounterName(row.occurrence), row.provider): int(row.total) for row in counted}
    compared = {row.provider: row.compared_at for row in await connection.execute(_compared())}
    of_each = {name: await _of_one(connection, name, windows.lag, occurred) for name in sorted(providers)}
    return HealthMetrics(
        providers={name: replace(signs, compared_at=compared.get(name)) for name, signs in of_each.items()},
        drift=drift,
        **together,
    )


def _together(windows: LookbackWindows) -> Select[tuple[object, ...]]:
    return select(
        _number(_in_inbox(DeliveryStatus.FAILED)).label("failed"),
        _number(_in_inbox(DeliveryStatus.DEAD)).label("dead"),
        _in_inbox(DeliveryStatus.FAILED, _inbox.received_at)
        .order_by(_inbox.received_at)
        .limit(1)
        .scalar_subquery()
        .label("oldest_failed"),
        _number(_contested(windows.contested)).label("contested"),
        _number(select(_agenda.id).where(_agenda.due_at < windows.overdue)).label("overdue"),
        _number(_drift(windows.drift)).label("gone"),
        _found(windows.drift).label("found"),
    )


def _in_inbox(status: DeliveryStatus, column: Any = _inbox.key) -> Select[Any]:
    return select(column).where(literal_column(NOT_APPLIED, Boolean), _inbox.status == status.value)


def _contested(before: datetime) -> Select[Any]:
    found = [
        select(literal(1).label("one")).where(text(CONTESTED), kept.table.c.contested_at < before).limit(COUNT_CAP)
        for kept in LOCK_ORDER
    ]
    return select(union_all(*(select(each.subquery()) for each in found)).subquery())


def _drift(since: datetime) -> Select[Any]:
    anomalies = tables.anomalies.c
    return select(anomalies.id).where(anomalies.noticed_at >= since, anomalies.anomaly == AnomalyKind.GONE.value)


def _found(since: datetime) -> ScalarSelect[Any]:
    ours = _occurrences.occurrence == CounterName.DRIFT_FOUND.value
    return select(func.sum(_occurrences["count"])).where(ours, _occurrences.begun_at >= since).scalar_subquery()


def _compared() -> Select[Any]:
    known = tables.reconciliations.c
    begun = case((known.first, known.started_at))
    return select(known.provider, func.coalesce(known.whole_at, begun, type_=UtcDateTime).label("compared_at"))


def _number(found: Select[Any]) -> ScalarSelect[int]:
    return select(func.count()).select_from(found.limit(COUNT_CAP).subquery()).scalar_subquery()


def _counted(since: datetime) -> Select[Any]:
    total = func.sum(_occurrences["count"]).label("total")
    names = (_occurrences.occurrence, _occurrences.provider)
    return select(*names, total).where(_occurrences.begun_at >= since).group_by(*names)


async def _of_one(
    connection: AsyncConnection, name: ProviderName, since: datetime, occurred: dict[tuple[CounterName, str], int]
) -> ProviderHealth:
    latest = select(_inbox.received_at, _inbox.told_at).where(_inbox.provider == name)
    rows = (await connection.execute(latest.order_by(_inbox.received_at.desc()).limit(_LATEST))).all()
    lags = [row.received_at - row.told_at for row in rows if row.told_at is not None and row.received_at >= since]
    return ProviderHealth(
        last_received_at=rows[0].received_at if rows else None,
        longest_lag=max(lags, default=None),
        portal_failures=occurred.get((CounterName.PORTAL_FAILED, name), 0),
        signatures_refused=occurred.get((CounterName.SIGNATURE_REFUSED, name), 0),
    )
