"""The inbox on a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.persistence import tables
from adapters.persistence.inbox import mapping
from adapters.persistence.inbox.tables import WAITING, WITH_PAYLOAD
from adapters.persistence.sql import insert_if_absent, ref_tuples
from application.ports.storage.inbox import ERASED_REASON, Delivery, DeliveryId, DeliveryStatus, DeliverySubjects
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

_inbox = tables.inbox.c
_AT_ONCE = 1_000
"""PostgreSQL goes one level deeper for each of them."""


@cache
def _insert(dialect: str) -> Any:
    return insert_if_absent(tables.inbox, dialect)


@dataclass(frozen=True, slots=True)
class SqlInbox:
    """One statement for many deliveries. `due`: which have become due through it, and when."""

    connection: AsyncConnection
    due: dict[DeliveryId, datetime] = field(default_factory=dict)

    async def receive(self, deliveries: Sequence[Delivery]) -> frozenset[DeliveryId]:
        first = {delivery.id: delivery for delivery in reversed(deliveries)}
        if not first:
            return frozenset()
        rows = [mapping.to_row(first[key]) for key in sorted(first)]
        result = await self.connection.execute(_insert(self.connection.dialect.name), rows)
        new = frozenset((ProviderName(provider), key) for provider, key in result)
        for arrived in new & first.keys():
            self._note(arrived, first[arrived].next_attempt_at)
        return new

    async def lease(
        self,
        providers: Set[ProviderName],
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        only: DeliveryId | None = None,
    ) -> list[Delivery]:
        """Passes over what another taker has locked at this moment."""
        due = (
            select(tables.inbox)
            .where(text(WAITING), _inbox.next_attempt_at <= now, _inbox.provider.in_(sorted(providers)))
            .order_by(_inbox.next_attempt_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if only is not None:
            due = due.where(is_one_of([only]))
        found = [mapping.from_row(row) for row in (await self.connection.execute(due)).mappings()]
        taken = [replace(d, attempts=d.attempts + 1, next_attempt_at=now + lease) for d in found]
        if taken:
            counted = update(tables.inbox).where(is_one_of(d.id for d in taken))
            leased = counted.values(attempts=_inbox.attempts + 1, next_attempt_at=now + lease)
            (await self.connection.execute(leased)).close()
        for delivery in taken:
            self._note(delivery.id, None)
        return taken

    async def complete(self, taken: Delivery, outcome: Delivery) -> bool:
        """The end of the lease tells one taker from another."""
        ours = is_one_of([taken.id]) & (_inbox.next_attempt_at == taken.next_attempt_at)
        settled = update(tables.inbox).where(ours).values(mapping.to_row(outcome)).returning(_inbox.key)
        if (await self.connection.execute(settled)).first() is None:
            return False
        self._note(taken.id, outcome.next_attempt_at)
        return True

    async def applied(self, chosen: Set[DeliveryId]) -> frozenset[DeliveryId]:
        applied = _inbox.status == DeliveryStatus.APPLIED.value
        found = await self.connection.execute(select(_inbox.provider, _inbox.key).where(is_one_of(chosen), applied))
        return frozenset((ProviderName(provider), key) for provider, key in found)

    async def about(self, about: DeliverySubjects) -> frozenset[DeliveryId]:
        open_ = _inbox.status.in_([DeliveryStatus.FAILED.value, DeliveryStatus.DEAD.value])
        found = await self.connection.execute(select(_inbox.provider, _inbox.key).where(is_about(about), ~open_))
        return frozenset((ProviderName(provider), key) for provider, key in found)

    async def drop_payloads(self, chosen: Set[DeliveryId]) -> None:
        unapplied = _inbox.status.in_([DeliveryStatus.FAILED.value, DeliveryStatus.DEAD.value])
        given_up = {"status": DeliveryStatus.IGNORED.value, "error": ERASED_REASON, "next_attempt_at": None}
        for begin in range(0, len(chosen), _AT_ONCE):
            these = is_one_of(sorted(chosen)[begin : begin + _AT_ONCE])
            (await self.connection.execute(update(tables.inbox).where(these).values(payload=""))).close()
            (await self.connection.execute(update(tables.inbox).where(these, unapplied).values(given_up))).close()

    async def drop_old_payloads(self, before: datetime, *, limit: int) -> int:
        old = (
            select(_inbox.provider, _inbox.key)
            .where(text(WITH_PAYLOAD), _inbox.received_at < before, _inbox.next_attempt_at.is_(None))
            .order_by(_inbox.received_at)
            .limit(limit)
        )
        chosen = [(ProviderName(provider), key) for provider, key in await self.connection.execute(old)]
        if chosen:
            (await self.connection.execute(update(tables.inbox).where(is_one_of(chosen)).values(payload=""))).close()
        return len(chosen)

    async def reopen(self, chosen: DeliveryId, now: datetime) -> None:
        again = {"status": DeliveryStatus.FAILED.value, "attempts": 0, "next_attempt_at": now}
        (await self.connection.execute(update(tables.inbox).where(is_one_of([chosen])).values(again))).close()
        self._note(chosen, now)

    def _note(self, chosen: DeliveryId, due_at: datetime | None) -> None:
        if due_at is None:
            self.due.pop(chosen, None)
        else:
            self.due[chosen] = due_at


def is_one_of(chosen: Iterable[DeliveryId]) -> ColumnElement[bool]:
    return tuple_(_inbox.provider, _inbox.key).in_(sorted(chosen))


def is_about(about: DeliverySubjects) -> ColumnElement[bool]:
    of_account = tuple_(_inbox.provider, _inbox.account_id).in_(ref_tuples(about.accounts)) & _inbox.account_id.is_not(
        None
    )
    if about.others:
        of_account &= _inbox.subject_id.is_(None) | ~_has_subject(about.others)
    return or_(of_account, _has_subject(about.subjects) & _inbox.subject_id.is_not(None))


def _has_subject(subjects: Iterable[tuple[ObjectKind, ProviderRef]]) -> ColumnElement[bool]:
    """Compare ids of the same kinds as one list: PostgreSQL cannot compare thousands of tuples."""
    kinds: dict[ProviderRef, set[str]] = {}
    for kind, ref in subjects:
        kinds.setdefault(ref, set()).add(kind.value)
    ids: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for ref in sorted(kinds):
        ids.setdefault((ref.provider, tuple(sorted(kinds[ref]))), []).append(ref.id)
    combinations = (
        and_(_inbox.provider == provider, _inbox.subject_kind.in_(of), _inbox.subject_id.in_(these))
        for (provider, of), these in ids.items()
    )
    return or_(false(), *combinations)
