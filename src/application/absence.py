"""What is mirrored and stands in no list."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from application.ports.agenda import Ask
from application.ports.persistence import Key, Storage
from domain.account import AccountSnapshot
from domain.provider import ProviderName, Ref
from domain.snapshot import ObjectKind, Snapshot

_AT_ONCE = 500


async def absent(
    storage: Storage, provider: ProviderName, kind: ObjectKind, seen: Set[Ref], asked_at: datetime | None
) -> list[Key]:
    """`asked_at`: when the list was asked for. What was heard of since then may be newer than it."""
    found: list[Key] = []
    after: Ref | None = None
    while True:
        async with storage.begin() as uow:
            some = await uow.mirror.walk(provider, kind, after, limit=_AT_ONCE)
        found += [m.snapshot.key for m in some if m.snapshot.ref not in seen and _is_missed(m.snapshot, asked_at)]
        if len(some) < _AT_ONCE:
            return found
        after = some[-1].snapshot.ref


def _is_missed(snapshot: Snapshot, asked_at: datetime | None) -> bool:
    """What was deleted is in no list."""
    recent = asked_at is not None and snapshot.stamp.as_of >= asked_at
    return not recent and not (isinstance(snapshot, AccountSnapshot) and snapshot.deleted)


async def ask_about(storage: Storage, keys: list[Key], now: datetime) -> None:
    """Puts them on the agenda."""
    for start in range(0, len(keys), _AT_ONCE):
        async with storage.begin() as uow:
            await uow.agenda.add([Ask(kind=kind, ref=ref, due_at=now) for kind, ref in keys[start : start + _AT_ONCE]])
            await uow.commit()
