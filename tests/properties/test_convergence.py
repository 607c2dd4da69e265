"""In any order and with any duplicates and delays of events, the mirror converges to the provider's state."""

from __future__ import annotations

import heapq
import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.fetching.fetch_due_objects import FetchDueObjects
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ports.provider.event import ProviderEvent
from application.ports.provider.provider import Provider
from application.ports.storage.storage import ObjectKey
from domain.billing.assembly import assemble_billing
from domain.billing.billing import Billing
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim_set import ClaimSet
from domain.ownership.first_purchases import first_purchases
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot
from domain.purchases.grouping import group_by_shared_keys
from domain.subscription import SubscriptionSnapshot
from examples import ADA, ALPHA, BETA, BOB, NOON, after, known
from fakes.clock import FakeClock
from fakes.silence import SilentLists, SilentPortal, SilentSetUp, SilentWebhooks
from fakes.storage import InMemoryStorage
from fakes.world import World
from properties.lives import Histories, lives

pytestmark = pytest.mark.slow

DELAYS = [0.1, 0.5, 2.0, 6.0, 15.0, 60.0]
LONG_ENOUGH = 400


class Installation:
    """The application in memory, connected to one generated world."""

    def __init__(self, histories: Histories, *, ahead: timedelta = timedelta()) -> None:
        self.clock = FakeClock(NOON)
        self.storage = InMemoryStorage()
        self.world = World(
            clock=self.clock,
            histories=histories,
            dates_objects=frozenset({BETA}),
            ahead=ahead,
            open_units=lambda: self.storage.open_units,
        )
        providers = {
            name: Provider(
                name=name,
                webhooks=SilentWebhooks(),
                fetcher=self.world,
                listing=SilentLists(),
                portal=SilentPortal(),
                setup=SilentSetUp(),
            )
            for name in (ALPHA, BETA)
        }
        self.apply = ApplyProviderEvent(storage=self.storage, clock=self.clock)
        self.ask = FetchDueObjects(storage=self.storage, providers=providers, clock=self.clock)

    async def deliver(self, events: list[ProviderEvent], *, at_once: int) -> None:
        for start in range(0, len(events), at_once):
            await self.apply(events[start : start + at_once])

    async def live_through(self, arrivals: list[tuple[datetime, ProviderEvent]]) -> None:
        """Deliver each event when it arrives, and process the fetch queue whenever an entry is due."""
        queue = [(at, number, event) for number, (at, event) in enumerate(arrivals)]
        heapq.heapify(queue)
        for _ in range(LONG_ENOUGH):
            due = min((entry.due_at for entry in self.storage.tables.agenda.values()), default=None)
            if queue and (due is None or queue[0][0] <= due):
                at, _number, event = heapq.heappop(queue)
                self.clock.moment = max(self.clock.moment, at)
                await self.apply([event])
            elif due is not None:
                self.clock.moment = max(self.clock.moment, due)
                await self.ask()
            else:
                return
        raise AssertionError("the agenda was never worked off")

    def contents(self) -> dict[ObjectKey, tuple[Any, ...]]:
        return {key: known.snapshot.comparable_fields() for key, known in self.storage.tables.mirror.items()}

    def at_rest(self) -> object:
        """Return everything that reads depend on: the latest snapshots, their marks and the claims."""
        tables = self.storage.tables
        kept = {key: (known.snapshot, known.ever_counted) for key, known in tables.mirror.items()}
        return kept, tables.claims, set(tables.customers)

    async def owned(self, customer: CustomerId) -> set[ProviderRef]:
        facts = await self.storage.customer_records(customer)
        if facts is None:
            return set()
        billing = assemble_billing(facts)
        return _everything(billing)


def _everything(billing: Billing) -> set[ProviderRef]:
    of_purchases = {f.snapshot.ref for p in billing.purchases for f in p.facets if f.snapshot.kind is ObjectKind.ORDER}
    return {a.ref for a in billing.accounts} | {s.ref for s in billing.subscriptions} | of_purchases


def owned_in_truth(world: World, customer: CustomerId) -> set[ProviderRef]:
    ended = [history[-1].pushed() for history in world.histories.values()]
    subscriptions = [each for each in ended if isinstance(each, SubscriptionSnapshot)]
    first = first_purchases(
        subscriptions, group_by_shared_keys(known(each) for each in ended if isinstance(each, FacetSnapshot))
    )
    ownership = ClaimSet(claims=world.claims(), first_purchases=first)
    owned = set()
    for (kind, ref), history in world.histories.items():
        snapshot = history[-1].pushed()
        if kind is ObjectKind.ACCOUNT:
            claim = ownership.account_owner(ref)
        elif kind in (ObjectKind.SUBSCRIPTION, ObjectKind.ORDER):
            claim = ownership.owner([(kind, ref)], getattr(snapshot, "account", None))
        else:
            continue
        if claim is not None and claim.customer_id == customer:
            owned.add(ref)
    linked = {c.account for c in world.claims() if c.account is not None and c.links_account}
    holders = {account: ownership.account_owner(account) for account in linked}
    return owned | {ref for ref, claim in holders.items() if claim is not None and claim.customer_id == customer}


chance = st.randoms(use_true_random=False)


@given(lives(), chance, st.integers(1, 7))
async def test_mirror_is_independent_of_order_and_duplicates(
    histories: Histories, shuffling: random.Random, at_once: int
) -> None:
    in_order, in_disorder = Installation(histories), Installation(histories)
    events = [event for _, event in in_order.world.events()]
    await in_order.deliver(events, at_once=1)
    disorder = [*events, *shuffling.choices(events, k=5)] if events else []
    shuffling.shuffle(disorder)
    await in_disorder.deliver(disorder, at_once=at_once)
    assert in_order.at_rest() == in_disorder.at_rest()


@given(lives(), chance, st.sampled_from([-30, -2, 0, 0, 0, 2, 30]))
@settings(max_examples=3 * settings().max_examples)
async def test_mirror_equals_the_providers_state_once_the_fetch_queue_is_empty(
    histories: Histories, delaying: random.Random, seconds_ahead: int
) -> None:
    ahead = timedelta(seconds=seconds_ahead)
    installation = Installation(histories, ahead=ahead)
    arrivals = [
        (at - ahead + timedelta(seconds=delaying.choice(DELAYS)), event)
        for at, event in installation.world.events()
        for _ in range(delaying.randint(1, 3))
    ]
    installation.clock.moment = min([NOON - ahead, *(at for at, _ in arrivals)])
    await installation.live_through(arrivals)
    assert installation.contents() == installation.world.truth()
    assert all(known.contested_at is None for known in installation.storage.tables.mirror.values())
    for customer in (ADA, BOB):
        assert await installation.owned(customer) == owned_in_truth(installation.world, customer)


@given(lives(), chance)
async def test_events_repeated_much_later_change_nothing(histories: Histories, shuffling: random.Random) -> None:
    installation = Installation(histories)
    events = installation.world.events()
    await installation.live_through(list(events))
    before = installation.at_rest()
    again = [event for _, event in events]
    shuffling.shuffle(again)
    installation.clock.moment = max(installation.clock.moment, after(10_000))
    await installation.deliver(again, at_once=3)
    assert installation.at_rest() == before
