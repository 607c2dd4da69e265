"""Reconciliation finds differences between the mirror and the providers' lists, and repairs them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from application.fetching.fetch_due_objects import FetchDueObjects
from application.ports.errors import ProviderRefused, ProviderUnavailable, Throttled
from application.ports.operations.metrics import CounterName
from application.ports.provider.listing import ListedObject
from application.ports.provider.updates import Alias, ProviderUpdate
from application.ports.storage.storage import AnomalyKind
from application.reconciliation.drift import Difference
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionStatus
from examples import ADA, ALPHA, after, claim, fetched, pushed, ref, told_account, told_subscription
from unit.application.compared import Compared

SUBSCRIPTION, ACCOUNT = ObjectKind.SUBSCRIPTION, ObjectKind.ACCOUNT


@pytest.fixture
def compared() -> Compared:
    return Compared()


ENDED = told_subscription(status=SubscriptionStatus.ENDED, timestamp=fetched(3600))


async def test_missed_changes_are_found_by_field_and_repaired(compared: Compared) -> None:
    await compared.mirrors(told_subscription(), told_subscription("same"))
    compared.lists(
        ENDED, told_subscription("same", timestamp=fetched(3600)), told_subscription("new", timestamp=fetched(3600))
    )
    drift = await compared()
    assert (drift.seen[SUBSCRIPTION], drift.new[SUBSCRIPTION], drift.differing[SUBSCRIPTION]) == (3, 1, 1)
    assert Difference(kind=SUBSCRIPTION, ref=ref("sub"), fields=("status",)) in drift.samples
    assert [compared.status(id_) for id_ in ("sub", "same", "new")] == [
        SubscriptionStatus.ENDED,
        SubscriptionStatus.ACTIVE,
        SubscriptionStatus.ACTIVE,
    ]
    assert (await compared()).total == 0


@pytest.mark.parametrize("dry_run", [True, False])
async def test_object_listed_under_the_second_id_of_its_account_does_not_differ(
    compared: Compared, *, dry_run: bool
) -> None:
    first, second = ref("account"), ref("second")
    await compared.mirrors(told_subscription(account=first))
    async with compared.storage.begin() as uow:
        await uow.aliases.add({second: first})
        await uow.commit()
    listed = told_subscription(account=second, timestamp=fetched(3600))
    named = ProviderUpdate(snapshots=(listed,), aliases=(Alias(alias=second, account=None),))
    compared.alpha.lists[SUBSCRIPTION] = [ListedObject(heard=named)]
    assert (await compared(dry_run=dry_run)).total == 0


async def test_listed_account_without_drift_still_records_its_second_id(compared: Compared) -> None:
    first, second = ref("account"), ref("second")
    await compared.mirrors(told_account(), told_subscription(account=second))
    named = ProviderUpdate(
        snapshots=(told_account(timestamp=fetched(3600)),), aliases=(Alias(alias=second, account=first),)
    )
    compared.alpha.lists[ObjectKind.ACCOUNT] = [ListedObject(heard=named)]
    compared.lists(told_subscription(account=first, timestamp=fetched(3600)))
    assert (await compared()).total == 0
    assert compared.storage.tables.aliases == {second: first}


async def test_dry_run_finds_the_same_drift_and_changes_nothing(compared: Compared) -> None:
    await compared.mirrors(told_subscription(), told_subscription("unlisted"))
    compared.lists(ENDED, told_subscription("new", timestamp=fetched(3600)))
    before = compared.storage.tables.copy()
    dry = await compared(dry_run=True)
    assert not dry.is_clean
    assert compared.storage.tables == before
    wet = await compared()
    assert (wet.new, wet.differing, wet.absent, wet.samples) == (dry.new, dry.differing, dry.absent, dry.samples)


async def test_object_missing_from_its_list_is_refetched_and_not_ended(compared: Compared) -> None:
    await compared.mirrors(told_subscription())
    compared.alpha.lists[SUBSCRIPTION] = []
    drift = await compared()
    assert drift.absent[SUBSCRIPTION] == 1
    assert compared.status() is SubscriptionStatus.ACTIVE
    ask = FetchDueObjects(storage=compared.storage, providers=compared.reconcile.providers, clock=compared.clock)
    assert await ask() == 1
    assert [anomaly for anomaly, _, _ in compared.storage.tables.anomalies] == [AnomalyKind.GONE]
    assert compared.status() is SubscriptionStatus.ACTIVE


async def test_repeatedly_missing_object_is_fetched_ever_more_rarely(
    compared: Compared,
) -> None:
    await compared.mirrors(told_subscription())
    compared.alpha.lists[SUBSCRIPTION] = []
    ask = FetchDueObjects(storage=compared.storage, providers=compared.reconcile.providers, clock=compared.clock)
    fetched_in_each = []
    for _ in range(30):
        assert (await compared()).absent[SUBSCRIPTION] == 1
        fetches = 0
        for _ in range(24 * 6):
            fetches += await ask()
            compared.clock.advance(timedelta(minutes=10))
        fetched_in_each.append(fetches)
    assert 2 <= fetched_in_each[0] <= 8
    assert sum(fetched_in_each[1:]) <= 3


async def test_dry_run_counts_an_object_of_several_lists_once(compared: Compared) -> None:
    await compared.mirrors(told_subscription())
    new = told_subscription("new", timestamp=fetched(3600))
    shown = ListedObject(heard=ProviderUpdate(snapshots=(ENDED, new, told_account(timestamp=fetched(3600)))))
    compared.alpha.lists = {SUBSCRIPTION: [shown, shown, shown], ACCOUNT: [shown]}
    dry = await compared(dry_run=True)
    assert (dry.new, dry.differing) == ({SUBSCRIPTION: 1, ACCOUNT: 1}, {SUBSCRIPTION: 1})
    assert len(dry.samples) == 3
    wet = await compared()
    assert (wet.new, wet.differing, wet.samples) == (dry.new, dry.differing, dry.samples)


async def test_deleted_or_recently_changed_object_is_not_missing(compared: Compared) -> None:
    await compared.mirrors(told_account(deleted=True), told_account("late", timestamp=pushed(3600)))
    compared.alpha.lists[ACCOUNT] = []
    assert (await compared()).is_clean


async def test_change_that_arrives_after_the_list_was_fetched_is_no_drift(compared: Compared) -> None:
    await compared.mirrors(told_subscription(status=SubscriptionStatus.ENDED, timestamp=pushed(3601)))
    compared.lists(told_subscription(timestamp=fetched(3600)))
    assert (await compared()).is_clean
    assert compared.status() is SubscriptionStatus.ENDED


async def test_object_listed_with_an_older_state_is_left_unchanged_and_refetched(compared: Compared) -> None:
    await compared.mirrors(told_subscription(status=SubscriptionStatus.ENDED, timestamp=pushed(100)))
    compared.lists(told_subscription(timestamp=fetched(3600, as_of=50)))
    assert (await compared()).differing[SUBSCRIPTION] == 1
    assert compared.status() is SubscriptionStatus.ENDED
    assert (SUBSCRIPTION, ref("sub")) in compared.storage.tables.agenda


async def test_objects_that_providers_never_push_are_stored_only_if_already_known(compared: Compared) -> None:
    await compared.mirrors(told_subscription())
    compared.lists(ENDED, told_subscription("unknown", timestamp=fetched(3600)), worth_mirroring=False)
    drift = await compared()
    assert (drift.new.total(), drift.differing.total()) == (0, 1)
    assert (SUBSCRIPTION, ref("unknown")) not in compared.storage.tables.mirror


async def test_claims_in_a_list_are_applied_even_without_drift(compared: Compared) -> None:
    await compared.mirrors(told_subscription())
    told = ProviderUpdate(snapshots=(told_subscription(timestamp=fetched(3600)),), claims=(claim(ADA),))
    compared.alpha.lists[SUBSCRIPTION] = [ListedObject(heard=told)]
    assert (await compared()).is_clean
    assert [kept.customer_id for kept in compared.storage.tables.claims.values()] == [ADA]


async def test_since_skips_unchanged_objects_and_does_not_search_for_missing_ones(compared: Compared) -> None:
    await compared.mirrors(told_subscription("unlisted"))
    compared.lists(
        told_subscription("old", timestamp=fetched(3600, as_of=10)), told_subscription("young", timestamp=fetched(3600))
    )
    drift = await compared(since=after(600))
    assert [each.ref for each in drift.samples] == [ref("young")]
    assert drift.not_searched == {SUBSCRIPTION}


async def test_retry_after_of_a_provider_is_waited_for(compared: Compared) -> None:
    compared.lists(*(told_subscription(f"sub_{number}", timestamp=fetched(3600)) for number in range(3)))
    compared.alpha.fails = ProviderUnavailable(ALPHA, "too many calls", retry_after=timedelta(seconds=40))
    assert (await compared()).skipped == "too many calls"
    assert compared.slept == [30.0, 10.0] * 7


async def test_own_rate_limit_is_waited_for_without_giving_up(compared: Compared) -> None:
    compared.lists(told_subscription(timestamp=fetched(3600)))
    compared.alpha.fails = Throttled(ALPHA, retry_after=timedelta(seconds=5))

    async def until_there_is_room(seconds: float) -> None:
        compared.slept.append(seconds)
        if len(compared.slept) == 30:
            compared.alpha.fails = None

    compared.reconcile = replace(compared.reconcile, sleep=until_there_is_room)
    assert (await compared()).new.total() == 1
    assert compared.slept == [5.0] * 30


async def test_refusal_is_reported_and_the_next_run_may_start_at_once(compared: Compared) -> None:
    compared.lists(told_subscription(timestamp=fetched(3600)))
    compared.alpha.fails = ProviderRefused(ALPHA, "the key is not valid")
    assert (await compared()).skipped == "the key is not valid"
    compared.alpha.fails = None
    assert (await compared()).new.total() == 1


async def test_first_run_finds_no_drift_and_later_runs_do(compared: Compared) -> None:
    compared.lists(told_subscription(timestamp=fetched(3600)))
    assert (await compared()).new.total() == 1
    assert compared.storage.tables.occurrences == {}
    compared.lists(told_subscription("new", timestamp=fetched(3600)))
    assert (await compared()).new.total() == 1
    assert (await compared()).is_clean
    [((_, occurrence, provider), count)] = compared.storage.tables.occurrences.items()
    assert (occurrence, provider, count) == (CounterName.DRIFT_FOUND, ALPHA, 1)


async def test_object_that_does_not_count_as_drift_is_still_applied(compared: Compared) -> None:
    compared.lists(told_subscription(timestamp=fetched(3600)), counts_as_drift=False)
    assert (await compared()).is_clean
    assert compared.status() is SubscriptionStatus.ACTIVE
