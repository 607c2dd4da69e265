"""Having worked off, when its time has come, what waits for it in the inbox and on the agenda."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from application.ports.storage.inbox import DeliveryId
from application.ports.storage.storage import ObjectKey
from domain.provider import ProviderName

Row_contra = TypeVar("Row_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class DueItems:
    """Deliveries and fetches that became due, with their due times."""

    deliveries: dict[DeliveryId, datetime] = field(default_factory=dict)
    objects: dict[ObjectKey, datetime] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.deliveries or self.objects)


class ProcessDue(Protocol[Row_contra]):
    """Takes up what is due, the longest due first, counts the attempt and keeps what became of it."""

    async def __call__(self, *, limit: int = 10, only: Row_contra | None = None) -> int:
        """Answers how many were taken up; as long as that is `limit`, there may be more. `only`: none but this one.

        Raises:
            StorageUnavailable
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundJobs:
    """The jobs of a job runner. None delays another: neither a provider the next one, nor a fetch a retry.

    `chores`: by name, what is done once a minute besides.
    """

    retry_deliveries: ProcessDue[DeliveryId]
    ask: Mapping[ProviderName, ProcessDue[ObjectKey]]
    chores: Mapping[str, Callable[[], Awaitable[object]]] = field(default_factory=dict)


class JobRunner(Protocol):
    """Does each thing when it is due, once, however many engines there are; what fails is put off by itself.

    The rows are the truth and a lease guards each that is taken up, so an engine may die, or lose all that it has noted
    down for itself: another one, or it again, does what is overdue.
    """

    async def check(self) -> None:
        """
        Raises:
            StorageUnavailable: it cannot work here.
        """
        ...

    async def run(self) -> None:
        """Until it is cancelled; then it finishes what it is at, within some seconds. It outlives every failure."""
        ...
