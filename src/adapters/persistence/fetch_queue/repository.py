"""The agenda on a database."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Update, case, delete, literal, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence.fetch_queue.tables import agenda
from adapters.persistence.fetch_queue.upsert import (
    already_known,
    is_pending,
    merge_requests,
    requests_cte,
    tables_to_check,
    to_json,
)
from adapters.persistence.mirror.mapping.row import ref_of
from adapters.persistence.mirror.mirror_tables import MirrorTable
from adapters.persistence.sql import insert_into, least
from adapters.persistence.types import UtcDateTime
from application.ports.storage.fetch_queue import GONE, FetchTask, QueuedFetch
from application.ports.storage.storage import ObjectKey
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

_agenda = agenda.c
_WHAT_AND_WHEN = (_agenda.provider, _agenda.kind, _agenda.id, _agenda.due_at)


@dataclass(frozen=True, slots=True)
class SqlAgenda:
    """A lease also moves the entry to its own end, so that what is asked for meanwhile can bring it forward again.

    `due`: which objects have become due through it, and when.
    """

    connection: AsyncConnection
    due: dict[ObjectKey, datetime] = field(default_factory=dict)

    async def add(self, asks: Sequence[QueuedFetch]) -> None:
        """One statement."""
        wishes = merge_requests(asks)
        if wishes:
            upsert = _upsert(self.connection.dialect.name, tables_to_check(wishes))
            added = await self.connection.execute(upsert, {"asks": to_json(wishes, self.connection.dialect)})
            self._note(added)

    async def lease(
        self,
        providers: Set[ProviderName],
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        only: ObjectKey | None = None,
    ) -> list[FetchTask]:
        """Passes over what another taker has locked at this moment."""
        due = (
            select(agenda)
            .where(_agenda.provider.in_(sorted(providers)), _agenda.due_at <= now)
            .where(or_(_agenda.leased_until.is_(None), _agenda.leased_until <= now))
            .order_by(_agenda.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if only is not None:
            due = due.where(_is_about(*only))
        rows = (await self.connection.execute(due)).mappings().all()
        if rows:
            identity = tuple_(_agenda.provider, _agenda.kind, _agenda.id)
            taken = update(agenda).where(identity.in_([(r["provider"], r["kind"], r["id"]) for r in rows]))
            leased = taken.values(due_at=now + lease, leased_until=now + lease, attempts=_agenda.attempts + 1)
            (await self.connection.execute(leased)).close()
        tasks = [
            FetchTask(
                kind=ObjectKind(row["kind"]),
                ref=ref_of(row),
                attempts=row["attempts"] + 1,
                generation=row["generation"],
                leased_until=now + lease,
            )
            for row in rows
        ]
        for task in tasks:
            self.due.pop((task.kind, task.ref), None)
        return tasks

    async def complete(self, task: FetchTask) -> None:
        off = delete(agenda).where(_is_still(task), _unchanged(task)).returning(_agenda.id)
        if not (await self.connection.execute(off)).all():
            released = update(agenda).where(_is_still(task)).values(leased_until=None)
            self._note(await self.connection.execute(released.returning(*_WHAT_AND_WHEN)))

    async def postpone(self, task: FetchTask, due_at: datetime, error: str) -> None:
        postponed = _released(task, due_at).values(error=error)
        self._note(await self.connection.execute(postponed.returning(*_WHAT_AND_WHEN)))

    async def release(self, task: FetchTask, due_at: datetime) -> None:
        """Return a task; if it was queued again during the lease, its attempts already start from zero.

        It is noted nowhere: thousands that there is no room for would be told of again and again. Whoever looks for
        what is overdue takes as many as there is room for.
        """
        one_less = case((_unchanged(task), _agenda.attempts - 1), else_=_agenda.attempts)
        (await self.connection.execute(_released(task, due_at).values(attempts=one_less))).close()

    def _note(self, changed: CursorResult[Any]) -> None:
        self.due.update({(ObjectKind(r["kind"]), ref_of(r)): r["due_at"] for r in changed.mappings()})


@cache
def _upsert(dialect: str, concerned: frozenset[MirrorTable]) -> Any:
    wanted = requests_cte(dialect)
    news = ("provider", "kind", "id", "due_at", "generation")
    needed = or_(~wanted.c.once, ~already_known(wanted, concerned)) & or_(~wanted.c.unless_pending, ~is_pending(wanted))
    insert = insert_into(agenda, dialect).from_select(
        [*news, "attempts"],
        select(*(wanted.c[name] for name in news), literal(0)).where(needed),
    )
    return insert.on_conflict_do_update(
        index_elements=list(agenda.primary_key.columns),
        set_={
            "due_at": least(insert.excluded.due_at, _agenda.due_at),
            "generation": _agenda.generation + 1,
            "attempts": case((_agenda.error == GONE, _agenda.attempts), else_=0),
        },
    ).returning(*_WHAT_AND_WHEN)


def _released(task: FetchTask, due_at: datetime) -> Update:
    """If the object was queued again during the lease, keep the newer due time."""
    later = case((_unchanged(task), literal(due_at, UtcDateTime)), else_=_agenda.due_at)
    return update(agenda).where(_is_still(task)).values(due_at=later, leased_until=None)


def _unchanged(task: FetchTask) -> ColumnElement[bool]:
    return _agenda.generation == task.generation


def _is_still(task: FetchTask) -> ColumnElement[bool]:
    """The end of the lease tells one taker from another."""
    return _is_about(task.kind, task.ref) & (_agenda.leased_until == task.leased_until)


def _is_about(kind: ObjectKind, ref: ProviderRef) -> ColumnElement[bool]:
    return (_agenda.provider == ref.provider) & (_agenda.kind == kind.value) & (_agenda.id == ref.id)
