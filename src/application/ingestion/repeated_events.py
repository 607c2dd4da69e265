"""Providers may send two events for one occurrence: it is applied once where the second names the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from application.ports.provider.event import Ignored, ProviderEvent
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.storage import UnitOfWork


async def without_repetitions(uow: UnitOfWork, events: Sequence[ProviderEvent]) -> list[ProviderEvent]:
    """Ignores each event that repeats one which has been applied, or is about to be together with it.

    An event that comes before the one it repeats is applied like any other, and so is the one it repeats: merging both
    leaves the same mirror.
    """
    repeated = {
        (event.provider, event.repeats)
        for event in events
        if event.repeats is not None and isinstance(event.decoded, ProviderUpdate)
    }
    if not repeated:
        return list(events)
    together = {(event.provider, event.key) for event in events if isinstance(event.decoded, ProviderUpdate)}
    applied = (together & repeated) | await uow.inbox.applied(repeated)
    return [
        replace(event, decoded=Ignored(reason=f"repeats the event {event.repeats}"))
        if event.repeats is not None
        and (event.provider, event.repeats) in applied
        and isinstance(event.decoded, ProviderUpdate)
        else event
        for event in events
    ]
