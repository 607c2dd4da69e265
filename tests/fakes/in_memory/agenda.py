"""The fetch queue in memory."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from application.ports.storage.fetch_queue import ANSWERED_BY, GONE, FetchTask, QueuedFetch
from application.ports.storage.storage import ObjectKey
from domain.lifecycle.arrears import SubscriptionInvoiceSnapshot
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from fakes.in_memory.tables import Entry, Tables

_generations = count(1)


@dataclass(frozen=True, slots=True)
class InMemoryAgenda:
    tables: Tables

    async def add(self, asks: Sequence[QueuedFetch]) -> None:
        merged: dict[ObjectKey, QueuedFetch] = {}
        for ask in asks:
            other = merged.get((ask.kind, ask.ref), ask)
            merged[ask.kind, ask.ref] = replace(
                ask,
                due_at=min(ask.due_at, other.due_at),
                once=ask.once and other.once,
                unless_pending=ask.unless_pending and other.unless_pending,
            )
        for key, ask in merged.items():
            entry = self.tables.agenda.get(key)
            if ask.once and (entry is not None or self._is_known(ask)):
                continue
            if ask.unless_pending and entry is not None:
                continue
            due_at = min(ask.due_at, entry.due_at) if entry else ask.due_at
            asked = entry or Entry(due_at=due_at, generation=0)
            attempts = asked.attempts if asked.error == GONE else 0
            self.tables.agenda[key] = replace(asked, due_at=due_at, attempts=attempts, generation=next(_generations))

    async def lease(
        self,
        providers: Set[ProviderName],
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        only: ObjectKey | None = None,
    ) -> list[FetchTask]:
        due = sorted(
            (entry.due_at, ref, kind)
            for (kind, ref), entry in self.tables.agenda.items()
            if ref.provider in providers
            and only in (None, (kind, ref))
            and entry.due_at <= now
            and (entry.leased_until or now) <= now
        )
        tasks = []
        for _, ref, kind in due[:limit]:
            entry = self.tables.agenda[kind, ref]
            taken = replace(entry, attempts=entry.attempts + 1, due_at=now + lease, leased_until=now + lease)
            self.tables.agenda[kind, ref] = taken
            counted = {"attempts": taken.attempts, "generation": taken.generation}
            tasks.append(FetchTask(kind=kind, ref=ref, leased_until=now + lease, **counted))
        return tasks

    async def complete(self, task: FetchTask) -> None:
        entry = self._still(task)
        if entry is None:
            return
        if entry.generation == task.generation:
            del self.tables.agenda[task.kind, task.ref]
        else:
            self.tables.agenda[task.kind, task.ref] = replace(entry, leased_until=None)

    async def postpone(self, task: FetchTask, due_at: datetime, error: str) -> None:
        self._release(task, due_at, error=error)

    async def release(self, task: FetchTask, due_at: datetime) -> None:
        entry = self._still(task)
        if entry is not None:
            asked_again = entry.generation != task.generation
            self._release(task, due_at, attempts=entry.attempts - (0 if asked_again else 1))

    def _release(self, task: FetchTask, due_at: datetime, **changes: Any) -> None:
        entry = self._still(task)
        if entry is not None:
            due_at = due_at if entry.generation == task.generation else entry.due_at
            self.tables.agenda[task.kind, task.ref] = replace(entry, due_at=due_at, leased_until=None, **changes)

    def _still(self, task: FetchTask) -> Entry | None:
        """Return the entry while this lease holds it."""
        entry = self.tables.agenda.get((task.kind, task.ref))
        return entry if entry is not None and entry.leased_until == task.leased_until else None

    def _is_known(self, ask: QueuedFetch) -> bool:
        if ask.kind is ObjectKind.ARREARS:
            invoices = self.tables.mirrored(SubscriptionInvoiceSnapshot)
            return any(
                m.snapshot.open and m.snapshot.ref.same_provider(m.snapshot.subscription_id) == ask.ref
                for m in invoices
            )
        return (ANSWERED_BY.get(ask.kind, ask.kind), ask.ref) in self.tables.mirror
