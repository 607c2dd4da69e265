"""The whole application connected to both providers, whose APIs change as the lifecycle proceeds."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy import func, select

from adapters.persistence import tables
from adapters.persistence.database import Database
from adapters.persistence.storage import SqlStorage
from application.customers.link_account import UnlinkAccount
from application.customers.pin_home_provider import PinHomeProvider
from application.customers.register_customer import RegisterCustomer, Registration
from application.fetching.fetch_due_objects import FetchDueObjects
from application.fetching.refresh_customer import RefreshCustomer
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.group_commit import GroupCommit
from application.ingestion.receive_webhook import ReceiveWebhook
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.storage import Storage
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.stripe_under_test import StripeUnderTest
from domain.customer import CustomerId, CustomerNotFound
from domain.ownership.errors import AccountNotFound, AccountUnlinked
from domain.portal.errors import ProviderNotUsed
from domain.provider import ProviderName, ProviderRef
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage
from town import as_lemonsqueezy_tells, as_stripe_tells
from town.as_lemonsqueezy_tells import AsLemonSqueezyTells
from town.as_stripe_tells import AsStripeTells
from town.happening import Happening
from town.life import END, REGISTERED, START, STRIPE, Act, Life, moment

NextDue = Callable[[], Awaitable[datetime | None]]
LONG_ENOUGH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`after` holds the delay of each copy in seconds; if it is empty, none ever arrives."""

    happening: Happening
    after: Sequence[float]


class Town:
    def __init__(self, life: Life, storage: Storage, next_due: NextDue) -> None:
        self.life = life
        self.storage = storage
        self.next_due = next_due
        self.clock = FakeClock(START)
        self.stripe, self.lemonsqueezy = StripeUnderTest(pricing_tables=life.pricing_tables), LemonSqueezyUnderTest()
        self.stripe.api.hold(*as_stripe_tells.always())
        self.lemonsqueezy.api.hold(*as_lemonsqueezy_tells.always())
        for connected in (self.stripe, self.lemonsqueezy):
            connected.watch(self._tell_the_time)
        self.providers = {each.provider.name: each.provider for each in (self.stripe, self.lemonsqueezy)}
        applying = ApplyProviderEvent(storage=storage, clock=self.clock)
        keep = GroupCommit(apply=applying)
        self.receive = ReceiveWebhook(providers=self.providers, keep=keep, clock=self.clock)
        self.ask = FetchDueObjects(storage=storage, providers=self.providers, clock=self.clock)
        self.refused: list[Act] = []

    def happenings(self) -> list[Happening]:
        references = self.lemonsqueezy.references
        at_stripe = AsStripeTells(references, pricing_tables=self.life.pricing_tables)
        told = [*at_stripe.life(self.life), *AsLemonSqueezyTells(references).life(self.life)]
        return sorted(told, key=lambda happening: happening.at)

    async def live(self, deliveries: Sequence[Delivery]) -> None:
        """Run until everything has happened and arrived or been fetched, and the fetch queue is empty."""
        register = RegisterCustomer(storage=self.storage, clock=self.clock)
        for customer in REGISTERED:
            await register(Registration(customer_id=CustomerId(customer)))
        number = count()
        queue: list[tuple[float, int, Callable[[], Awaitable[None]]]] = []
        for delivery in deliveries:
            heapq.heappush(queue, (delivery.happening.at, next(number), self._holding(delivery.happening)))
        for delivery in deliveries:
            for seconds in delivery.after:
                arrives = delivery.happening.at + seconds
                heapq.heappush(queue, (arrives, next(number), self._delivering(delivery.happening)))
        for act in self.life.acts:
            heapq.heappush(queue, (act.at, next(number), self._doing(act)))
        while queue:
            at, _, step = heapq.heappop(queue)
            await self._work_until(moment(at))
            self.clock.moment = max(self.clock.moment, moment(at))
            await step()
            await self._do_again()
        await self._ask_about([d.happening for d in deliveries if not d.after])
        await self._work_until(moment(END))
        self.clock.moment = moment(END)
        await self._work_until(moment(END))
        await self._do_again()
        assert await self.next_due() is None, "the agenda was never worked off"

    async def _work_until(self, moment: datetime) -> None:
        """Process the fetch queue up to this time."""
        for _ in range(LONG_ENOUGH):
            due = await self.next_due()
            if due is None or due > moment:
                return
            self.clock.moment = max(self.clock.moment, due)
            await self.ask()
        raise AssertionError("the agenda is worked off for ever")

    async def _ask_about(self, missed: Sequence[Happening]) -> None:
        """Fetch lost events' objects, as reconciliation does."""
        asks = [QueuedFetch(kind=h.about[0], ref=_ref(h.provider, h.about[1]), due_at=self.clock.now()) for h in missed]
        async with self.storage.begin() as uow:
            await uow.fetch_queue.add(asks)
            await uow.commit()

    def _holding(self, happening: Happening) -> Callable[[], Awaitable[None]]:
        async def hold() -> None:
            (self.stripe if happening.provider == STRIPE else self.lemonsqueezy).api.hold(*happening.held)

        return hold

    def _delivering(self, happening: Happening) -> Callable[[], Awaitable[None]]:
        async def deliver() -> None:
            connected = self.stripe if happening.provider == STRIPE else self.lemonsqueezy
            headers = connected.signed(happening.body, self.clock.now())
            await self.receive(ProviderName(happening.provider), headers, happening.body)

        return deliver

    def _doing(self, act: Act) -> Callable[[], Awaitable[None]]:
        async def do() -> None:
            if not await self._done(act):
                self.refused.append(act)

        return do

    async def _do_again(self) -> None:
        """Repeat unlinks and pins that failed because their object had not arrived yet."""
        self.refused = [act for act in self.refused if not await self._done(act)]

    async def _done(self, act: Act) -> bool:
        customer, account = CustomerId(act.customer), _ref(act.provider, act.account or "nobody")
        try:
            if act.act == "link":
                register = RegisterCustomer(storage=self.storage, clock=self.clock)
                await register(Registration(customer_id=customer, accounts=[account]))
            elif act.act == "unlink":
                await UnlinkAccount(storage=self.storage, clock=self.clock)(customer, account)
            elif act.act == "pin":
                await PinHomeProvider(storage=self.storage, clock=self.clock)(customer, account.provider)
            else:
                await RefreshCustomer(storage=self.storage, clock=self.clock)(customer)
        except AccountUnlinked:
            return True
        except (AccountNotFound, ProviderNotUsed):
            return False
        except CustomerNotFound:
            return act.act == "refresh"
        return True

    def _tell_the_time(self) -> None:
        self.stripe.api.now = self.lemonsqueezy.api.now = self.clock.now()


def in_memory(life: Life) -> Town:
    storage = InMemoryStorage()

    async def next_due() -> datetime | None:
        return min((entry.due_at for entry in storage.tables.agenda.values()), default=None)

    return Town(life, storage, next_due)


def on_database(life: Life, engines: Database) -> Town:
    async def next_due() -> datetime | None:
        async with engines.reading.connect() as connection:
            due: datetime | None = await connection.scalar(select(func.min(tables.agenda.c.due_at)))
        return due

    return Town(life, SqlStorage(engines), next_due)


def _ref(provider: str, id_: str) -> ProviderRef:
    return ProviderRef(provider=ProviderName(provider), id=id_)


def everything_arrives(happenings: Sequence[Happening]) -> list[Delivery]:
    """Deliver each event once, immediately and in order."""
    return [Delivery(happening=each, after=[0.0]) for each in happenings]
