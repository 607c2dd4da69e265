"""What providers must be asked about, kept until they have answered."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.provider import ProviderName, Ref
from domain.snapshot import ObjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """`once`: only if the mirror holds nothing of the object yet, and it is not on the agenda either."""

    kind: ObjectKind
    ref: Ref
    due_at: datetime
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An ask that was taken up.

    `attempts` counts this one; `generation` tells whether it was asked for again meanwhile.
    """

    kind: ObjectKind
    ref: Ref
    attempts: int
    generation: int


class Agenda(Protocol):
    """One entry per object: asking again for what is on it already brings it forward, never back."""

    async def add(self, asks: Sequence[Ask]) -> None: ...

    async def take(self, providers: Set[ProviderName], now: datetime, *, limit: int, lease: timedelta) -> list[Task]:
        """What is due, the longest due first, for the taker alone until the lease runs out."""
        ...

    async def done(self, task: Task) -> None:
        """Takes it off, unless it was asked for again since it was taken up."""
        ...

    async def postpone(self, task: Task, due_at: datetime, error: str) -> None: ...

    async def put_back(self, task: Task, due_at: datetime) -> None:
        """Nothing was asked, so that was no attempt."""
        ...
