"""A generated provider history: each change with its event, and the current response to a fetch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from application.ports.provider.event import ProviderEvent
from application.ports.provider.fetching import NotFound
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.storage import ObjectKey
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.mirror.timestamp import ProviderTimestamp
from domain.ownership.claim import Claim
from domain.provider import ProviderName, ProviderRef
from fakes.clock import FakeClock

Tell = Callable[[ProviderTimestamp], Snapshot]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of an object, with its time and its provider timestamp: clocks tick in seconds and err.

    `claims` are the claims in its event. A provider may or may not repeat them in a response.
    """

    at: datetime
    as_of: datetime
    tell: Tell
    claims: tuple[Claim, ...] = ()

    def pushed(self) -> Snapshot:
        return self.tell(ProviderTimestamp(as_of=self.as_of))


@dataclass(frozen=True, kw_only=True)
class World:
    """Answers fetches with the state of the moment, like a provider, by a clock that may differ from ours.

    `dates_objects` lists the providers that date a response by the object's own update time, as Lemon Squeezy does,
    and not by the time of the response, as Stripe does. `ahead` is the offset of its clock from ours.
    """

    clock: FakeClock
    histories: dict[ObjectKey, list[Change]] = field(default_factory=dict)
    dates_objects: frozenset[ProviderName] = frozenset()
    ahead: timedelta = timedelta()
    open_units: Callable[[], int] = lambda: 0

    async def fetch(self, kind: ObjectKind, ref: ProviderRef) -> ProviderUpdate | NotFound:
        assert self.open_units() == 0, "a provider was called inside a unit of work"
        told = [change for change in self.histories.get((kind, ref), ()) if change.at <= self.now]
        if not told:
            return NotFound()
        fetched_at = self.now.replace(microsecond=0)
        as_of = told[-1].as_of if ref.provider in self.dates_objects else fetched_at
        return ProviderUpdate(snapshots=(told[-1].tell(ProviderTimestamp(as_of=as_of, fetched_at=fetched_at)),))

    async def seller_id(self) -> str:
        return "world"

    def truth(self) -> dict[ObjectKey, tuple[Any, ...]]:
        """Return the final content of every object."""
        return {key: history[-1].pushed().comparable_fields() for key, history in self.histories.items()}

    def claims(self) -> frozenset[Claim]:
        return frozenset(c for history in self.histories.values() for change in history for c in change.claims)

    def events(self) -> list[tuple[datetime, ProviderEvent]]:
        """Return every change as its event, with the time of the change."""
        told = [(change, key) for key, history in self.histories.items() for change in history]
        told.sort(key=lambda pair: pair[0].at)
        return [(change.at, _event(number, change, key)) for number, (change, key) in enumerate(told)]

    @property
    def now(self) -> datetime:
        return self.clock.now() + self.ahead


def _event(number: int, change: Change, key: ObjectKey) -> ProviderEvent:
    kind, ref = key
    return ProviderEvent(
        provider=ref.provider,
        key=f"event-{number}",
        type=f"{kind}.updated",
        decoded=ProviderUpdate(snapshots=(change.pushed(),), claims=change.claims),
        payload="{}",
    )
