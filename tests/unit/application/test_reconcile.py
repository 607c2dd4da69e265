"""Comparing the mirror with what providers list, and mending it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from application.applying import apply
from application.ask_provider import AskProvider
from application.drift import Difference, Drift
from application.heard import Heard
from application.ports.failures import ProviderRefused, ProviderUnavailable, RateLimited
from application.ports.lists import Listed
from application.ports.persistence import AnomalyKind
from application.reconcile import LEASE, Reconcile, Watch
from domain.snapshot import ObjectKind, Snapshot
from domain.subscription import Status
from examples import ADA, ALPHA, NOON, after, claim, fetched, pushed, ref, told_account, told_subscription
from fakes.clock import FakeClock
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage

SUBSCRIPTION, ACCOUNT = ObjectKind.SUBSCRIPTION, ObjectKind.ACCOUNT


class Interrupted(Exception):
    """The process was ended."""


@dataclass(slots=True)
class Compared:
    """A provider whose lists are asked for an hour after noon, two objects to a page."""

    storage: InMemoryStorage = field(default_factory=InMemoryStorage)
    clock: FakeClock = field(default_factory=lambda: FakeClock(after(3600)))
    slept: list[float] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    alpha: FakeProvider = field(init=False)
    reconcile: Reconcile = field(init=False)

    def __post_init__(self) -> None:
        self.alpha = FakeProvider(name=ALPHA, storage=self.storage, now=self.clock.now())
        self.reconcile = Reconcile(
            storage=self.storage, providers={ALPHA: self.alpha.provider()}, clock=self.clock, sleep=self._sleep
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def lists(self, *snapshots: Snapshot, **said: bool) -> None:
        for snapshot in snapshots:
            told = Listed(heard=Heard(snapshots=(snapshot,)), **said)
            self.alpha.lists.setdefault(snapshot.kind, []).append(told)

    async def mirrors(self, *snapshots: Snapshot) -> None:
        async with self.storage.begin() as uow:
            await apply(uow, [Heard(snapshots=snapshots)], NOON)
            await uow.commit()

    async def __call__(
        self, *, dry_run: bool = False, since: datetime | None = None, watch: Watch = lambda drift: None
    ) -> Drift:
        [drift] = await self.reconcile([ALPHA], dry_run=dry_run, since=since, watch=watch)
        return drift

    def status(self, id_: str = "sub") -> Status:
        status: Status = self.storage.tables.mirror[SUBSCRIPTION, ref(id_)].snapshot.status
        return status


@pytest.fixture
def compared() -> Compared:
    return Compared()


ENDED = told_subscription(status=Status.ENDED, stamp=fetched(3600))


async def test_what_was_missed_is_found_field_by_field_and_mended(compared: Compared) -> None:
    await compared.mirrors(told_subscription(), told_subscription("same"))
    compared.lists(ENDED, told_subscription("same", stamp=fetched(3600)), told_subscription("new", stamp=fetched(3600)))
    drift = await compared()
    assert (drift.seen[SUBSCRIPTION], drift.new[SUBSCRIPTION], drift.differing[SUBSCRIPTION]) == (3, 1, 1)
    assert Difference(kind=SUBSCRIPTION, ref=ref("sub"), fields=("status",)) in drift.named
    assert [compared.status(id_) for id_ in ("sub", "same", "new")] == [Status.ENDED, Status.ACTIVE, Status.ACTIVE]
    assert (await compared()).total == 0


async def test_a_dry_run_finds_the_same_and_changes_nothing(compared: Compared) -> None:
    await compared.mirrors(told_subscription(), told_subscription("unlisted"))
    compared.lists(ENDED, told_subscription("new", stamp=fetched(3600)))
    before = compared.storage.tables.copy()
    dry = await compared(dry_run=True)
    assert not dry.is_clean
    assert compared.storage.tables == before
    wet = await compared()
    assert (wet.new, wet.differing, wet.absent, wet.named) == (dry.new, dry.differing, dry.absent, dry.named)


async def test_what_is_in_no_list_ends_nothing_and_is_asked_for(compared: Compared) -> None:
    await compared.mirrors(told_subscription())
    compared.alpha.lists[SUBSCRIPTION] = []
    drift = await compared()
    assert drift.absent[SUBSCRIPTION] == 1
    assert compared.status() is Status.ACTIVE
    ask = AskProvider(storage=compared.storage, providers=compared.reconcile.providers, clock=compared.clock)
    assert await ask() == 1
    assert [anomaly for anomaly, _, _ in compared.storage.tables.anomalies] == [AnomalyKind.GONE]
    assert compared.status() is Status.ACTIVE


async def test_what_was_deleted_or_told_of_since_is_missed_in_no_list(compared: Compared) -> None:
    await compared.mirrors(told_account(deleted=True), told_account("late", stamp=pushed(3600)))
    compared.alpha.lists[ACCOUNT] = []
    assert (await compared()).is_clean


async def test_what_was_heard_after_the_list_was_asked_for_is_no_drift(compared: Compared) -> None:
    await compared.mirrors(told_subscription(status=Status.ENDED, stamp=pushed(3601)))
    compared.lists(told_subscription(stamp=fetched(3600)))
    assert (await compared()).is_clean
    assert compared.status() is Status.ENDED


async def test_what_went_back_in_time_is_left_as_it_is_and_asked_for(compared: Compared) -> None:
    await compared.mirrors(told_subscription(status=Status.ENDED, stamp=pushed(100)))
    compared.lists(told_subscription(stamp=fetched(3600, as_of=50)))
    assert (await compared()).differing[SUBSCRIPTION] == 1
    assert compared.status() is Status.ENDED
    assert (SUBSCRIPTION, ref("sub")) in compared.storage.tables.agenda


async def test_what_nobody_would_push_is_kept_only_where_it_is_known(compared: Compared) -> None:
    await compared.mirrors(told_subscription())
    compared.lists(ENDED, told_subscription("unknown", stamp=fetched(3600)), notable=False)
    drift = await compared()
    assert (drift.new.total(), drift.differing.total()) == (0, 1)
    assert (SUBSCRIPTION, ref("unknown")) not in compared.storage.tables.mirror


async def test_whose_it_is_is_learned_even_where_nothing_differs(compared: Compared) -> None:
    await compared.mirrors(told_subscription())
    told = Heard(snapshots=(told_subscription(stamp=fetched(3600)),), claims=(claim(ADA),))
    compared.alpha.lists[SUBSCRIPTION] = [Listed(heard=told)]
    assert (await compared()).is_clean
    assert [kept.customer_id for kept in compared.storage.tables.claims.values()] == [ADA]


async def test_since_passes_over_what_has_not_changed_and_misses_nothing_in_the_lists(compared: Compared) -> None:
    await compared.mirrors(told_subscription("unlisted"))
    compared.lists(
        told_subscription("old", stamp=fetched(3600, as_of=10)), told_subscription("young", stamp=fetched(3600))
    )
    drift = await compared(since=after(600))
    assert [each.ref for each in drift.named] == [ref("young")]
    assert drift.not_searched == {SUBSCRIPTION}


async def test_an_interrupted_run_goes_on_where_it_was(compared: Compared) -> None:
    compared.lists(*(told_subscription(f"sub_{number}", stamp=fetched(3600)) for number in range(6)))

    def interrupt(drift: Drift) -> None:
        if drift.seen.total() == 4:
            raise Interrupted

    with pytest.raises(Interrupted):
        await compared(watch=interrupt)
    assert (await compared()).skipped == "another process is comparing"
    compared.clock.advance(LEASE)
    drift = await compared()
    assert (drift.seen.total(), drift.new.total(), drift.not_searched) == (2, 2, {SUBSCRIPTION})
    assert len(compared.storage.tables.mirror) == 6


async def test_a_provider_that_wants_to_be_left_alone_is_for_a_while(compared: Compared) -> None:
    compared.lists(*(told_subscription(f"sub_{number}", stamp=fetched(3600)) for number in range(3)))
    compared.alpha.fails = ProviderUnavailable(ALPHA, "too many calls", retry_after=timedelta(seconds=40))
    assert (await compared()).skipped == "too many calls"
    assert compared.slept == [40.0] * 7


async def test_what_our_own_limit_puts_off_is_waited_for_and_not_given_up(compared: Compared) -> None:
    compared.lists(told_subscription(stamp=fetched(3600)))
    compared.alpha.fails = RateLimited(ALPHA, retry_after=timedelta(seconds=5))

    async def until_there_is_room(seconds: float) -> None:
        compared.slept.append(seconds)
        if len(compared.slept) == 30:
            compared.alpha.fails = None

    compared.reconcile = replace(compared.reconcile, sleep=until_there_is_room)
    assert (await compared()).new.total() == 1
    assert compared.slept == [5.0] * 30


async def test_who_refuses_is_told_of_and_anybody_may_go_on_at_once(compared: Compared) -> None:
    compared.lists(told_subscription(stamp=fetched(3600)))
    compared.alpha.fails = ProviderRefused(ALPHA, "the key is not valid")
    assert (await compared()).skipped == "the key is not valid"
    compared.alpha.fails = None
    assert (await compared()).new.total() == 1


async def test_what_the_first_one_fetches_is_no_drift_and_what_a_later_one_finds_is(compared: Compared) -> None:
    compared.lists(told_subscription(stamp=fetched(3600)))
    await compared()
    first = compared.storage.tables.reconciliations[ALPHA]
    assert (first.first, first.found) == (True, 1)
    compared.lists(told_subscription("new", stamp=fetched(3600)))
    await compared()
    later = compared.storage.tables.reconciliations[ALPHA]
    assert (later.first, later.found) == (False, 1)


async def test_a_provider_that_goes_down_in_the_middle_of_a_list_is_told_of_and_gone_on_with_later(
    compared: Compared,
) -> None:
    compared.lists(*(told_subscription(f"sub_{number}", stamp=fetched(3600)) for number in range(4)))

    def goes_down(drift: Drift) -> None:
        compared.alpha.fails = ProviderUnavailable(ALPHA, "it did not answer")

    assert (await compared(watch=goes_down)).skipped == "it did not answer"
    compared.alpha.fails = None
    compared.clock.advance(LEASE)
    assert (await compared()).seen.total() == 2
