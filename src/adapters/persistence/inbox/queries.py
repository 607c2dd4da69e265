"""Looking through what came, the newest first."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Boolean, ColumnElement, Select, literal, literal_column, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.inbox import mapping
from adapters.persistence.inbox.repository import is_about, is_one_of
from adapters.persistence.inbox.tables import NOT_APPLIED, WITH_PAYLOAD
from adapters.persistence.ownership.resolution_query import load_resolver
from adapters.persistence.types import UtcDateTime
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryId, DeliveryPage, DeliveryStatus

_inbox = tables.inbox.c


async def list_deliveries(connection: AsyncConnection, which: DeliveryFilter, *, limit: int) -> DeliveryPage:
    """The connection must read as of one moment."""
    without_payload = [literal("").label(c.key) if c is _inbox.payload else c for c in _inbox]
    newest_first = (_inbox.received_at.desc(), _inbox.provider.desc(), _inbox.key.desc())
    found: Select[tuple[object, ...]] = select(*without_payload).where(*_conditions(which))
    rows = await connection.execute(found.order_by(*newest_first).limit(limit))
    return await _with_claims(connection, [mapping.from_row(row) for row in rows.mappings()])


async def show_delivery(connection: AsyncConnection, chosen: DeliveryId) -> DeliveryPage | None:
    """The connection must read as of one moment."""
    row = (await connection.execute(select(tables.inbox).where(is_one_of([chosen])))).mappings().first()
    return await _with_claims(connection, [mapping.from_row(row)]) if row is not None else None


async def list_payloads(connection: AsyncConnection, which: DeliveryFilter, *, limit: int) -> list[Delivery]:
    newest_first = (_inbox.received_at.desc(), _inbox.provider.desc(), _inbox.key.desc())
    found = select(tables.inbox).where(text(WITH_PAYLOAD), *_conditions(which))
    rows = await connection.execute(found.order_by(*newest_first).limit(limit))
    return [mapping.from_row(row) for row in rows.mappings()]


async def _with_claims(connection: AsyncConnection, deliveries: list[Delivery]) -> DeliveryPage:
    accounts = frozenset(d.account for d in deliveries if d.account is not None)
    subjects = frozenset(d.subject[1] for d in deliveries if d.subject is not None)
    known = await load_resolver(connection, accounts=accounts | subjects, subjects=subjects)
    return DeliveryPage(deliveries=tuple(deliveries), belongings=known)


def _conditions(which: DeliveryFilter) -> Iterable[ColumnElement[bool]]:
    if which.status is not None:
        yield _inbox.status == which.status.value
        if which.status is not DeliveryStatus.APPLIED:
            yield literal_column(NOT_APPLIED, Boolean)
    if which.provider is not None:
        yield _inbox.provider == which.provider
    if which.about is not None:
        yield is_about(which.about)
    if which.since is not None:
        yield _inbox.received_at >= which.since
    if which.before is not None:
        at, (provider, key) = which.before
        yield tuple_(_inbox.received_at, _inbox.provider, _inbox.key) < tuple_(
            literal(at, UtcDateTime), literal(provider), literal(key)
        )
