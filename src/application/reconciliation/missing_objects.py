"""Mirrored objects that no list contains."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from application.execution.uninterrupted import uninterrupted
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.storage import ObjectKey, Storage
from application.reconciliation.checkpoint import Checkpoint
from domain.account import AccountSnapshot
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.provider import ProviderRef

_AT_ONCE = 500


async def find_missing(
    place: Checkpoint, kind: ObjectKind, seen: Set[ProviderRef], fetched_at: datetime | None
) -> list[ObjectKey]:
    """`fetched_at`: when the list was asked for. What was heard of since then may be newer than it.

    Raises:
        LeaseLost
    """
    storage, provider = place.storage, place.at.provider
    found: list[ObjectKey] = []
    after: ProviderRef | None = None
    while True:
        await uninterrupted(place.renew_lease())
        async with storage.begin() as uow:
            some = await uow.mirror.list_after(provider, kind, after, limit=_AT_ONCE)
        found += [m.snapshot.key for m in some if m.snapshot.ref not in seen and _is_missed(m.snapshot, fetched_at)]
        if len(some) < _AT_ONCE:
            return found
        after = some[-1].snapshot.ref


def _is_missed(snapshot: Snapshot, fetched_at: datetime | None) -> bool:
    """Return whether an object should have been listed. Deleted objects are in no list."""
    recent = fetched_at is not None and snapshot.timestamp.as_of >= fetched_at
    return not recent and not (isinstance(snapshot, AccountSnapshot) and snapshot.deleted)


async def request_fetch(place: Checkpoint, keys: list[ObjectKey]) -> None:
    """Puts them on the agenda, unless they are there: the provider may have been asked before, and not know them.

    Raises:
        LeaseLost
    """
    now = place.clock.now()
    for start in range(0, len(keys), _AT_ONCE):
        await uninterrupted(place.renew_lease())
        asks = [
            QueuedFetch(kind=kind, ref=ref, due_at=now, unless_pending=True)
            for kind, ref in keys[start : start + _AT_ONCE]
        ]
        await uninterrupted(_add(place.storage, asks))


async def _add(storage: Storage, asks: list[QueuedFetch]) -> None:
    async with storage.begin() as uow:
        await uow.fetch_queue.add(asks)
        await uow.commit()
