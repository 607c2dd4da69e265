"""A provider with a changing world that may be down, refuse, know nothing or lag behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.event import DecodedEvent, ProviderEvent, Undecodable
from application.ports.provider.fetching import NotFound
from application.ports.provider.listing import ListedObject, ListPage
from application.ports.provider.mentions import Mentions
from application.ports.provider.provider import Provider
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from domain.account import AccountSnapshot
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef
from fakes.silence import SilentPortal, SilentSetUp, SilentWebhooks
from fakes.world import World
from mishaps.process import AT_WORK
from mishaps.weather import Mood, Weather
from mishaps.witness import KINDS, Witness

LAG = timedelta(seconds=20)
_AT_ONCE = 1
_EVEN = "02468"


@dataclass(frozen=True, kw_only=True)
class Vendor(SilentWebhooks):
    """`events` maps every body it ever sends to its event. Other processes may run during each call."""

    name: ProviderName
    world: World
    weather: Weather
    witness: Witness
    events: Mapping[str, ProviderEvent]

    def provider(self) -> Provider:
        portal, set_up = SilentPortal(), SilentSetUp()
        return Provider(name=self.name, webhooks=self, fetcher=self, listing=self, portal=portal, setup=set_up)

    def sent(self, payload: str) -> ProviderEvent:
        return replace(self.events[payload], decoded=self._read(payload))

    def decode_stored(self, event_type: str, payload: str) -> DecodedEvent:
        event = self.events[payload]
        self.witness.tries((event.provider, event.key))
        return self._read(payload)

    def mentions(self, payload: str) -> Mentions | None:
        return Mentions()

    def _read(self, payload: str) -> DecodedEvent:
        """Decode a body. Half of the undecodable ones still name their objects."""
        reading = self.events[payload].decoded
        if payload not in self.weather.unreadable:
            return reading
        assert isinstance(reading, ProviderUpdate)
        wanted = tuple(FetchRequest(kind=kind, ref=ref) for kind, ref in reading.affected_objects)
        return Undecodable(error="of a later version", fetch_requests=wanted if payload[-1] in _EVEN else ())

    async def fetch(self, kind: ObjectKind, ref: ProviderRef) -> ProviderUpdate | NotFound:
        world = await self._reached()
        answer = await self._told(world, kind, ref)
        await AT_WORK.get().wait()
        return answer

    async def seller_id(self) -> str:
        return str(self.name)

    @property
    def kinds(self) -> Sequence[ObjectKind]:
        return KINDS

    @property
    def history_window(self) -> timedelta:
        return timedelta()

    async def page(self, kind: ObjectKind, cursor: str | None, changed_since: datetime | None = None) -> ListPage:
        """Return a page. Deleted objects are in no list."""
        world = await self._reached()
        refs = sorted(ref for each, ref in self.world.histories if each is kind and ref.provider == self.name)
        told = {ref: await self._told(world, kind, ref) for ref in refs if ref.id > (cursor or "")}
        listed = [
            (ref, heard) for ref, heard in told.items() if isinstance(heard, ProviderUpdate) and not _of_deleted(heard)
        ]
        following = listed[_AT_ONCE - 1][0].id if len(listed) > _AT_ONCE else None
        objects = tuple(ListedObject(heard=heard) for _, heard in listed[:_AT_ONCE])
        fetched_at = (world or self.world).now.replace(microsecond=0)
        await AT_WORK.get().wait()
        return ListPage(objects=objects, next_cursor=following, fetched_at=fetched_at)

    async def _reached(self) -> World | None:
        """Return the object it is about, or None."""
        await AT_WORK.get().wait()
        mood = self.weather.at_this_call()
        if mood is Mood.IS_DOWN:
            raise ProviderUnavailable(self.name, "it is down")
        if mood is Mood.REFUSES:
            raise ProviderRefused(self.name, "the key is not valid")
        if mood is Mood.KNOWS_NOTHING:
            return None
        return replace(self.world, ahead=self.world.ahead - LAG) if mood is Mood.LAGS else self.world

    async def _told(self, world: World | None, kind: ObjectKind, ref: ProviderRef) -> ProviderUpdate | NotFound:
        answer = await world.fetch(kind, ref) if world is not None else NotFound()
        if isinstance(answer, ProviderUpdate):
            self.witness.hears(answer)
        return answer


def _of_deleted(heard: ProviderUpdate) -> bool:
    return any(isinstance(snapshot, AccountSnapshot) and snapshot.deleted for snapshot in heard.snapshots)
