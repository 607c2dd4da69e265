"""An interrupted reconciliation resumes at its checkpoint and waits no longer than it must."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.errors import ProviderUnavailable, StorageUnavailable
from application.reconciliation.checkpoint import LEASE, RENEWED_AFTER, STALE_AFTER
from application.reconciliation.drift import Drift
from application.reconciliation.missing_objects import find_missing
from domain.mirror.snapshot import ObjectKind
from examples import ALPHA, BETA, after, fetched, told_account, told_subscription
from fakes.provider import FakeProvider
from unit.application.compared import Compared

SUBSCRIPTION = ObjectKind.SUBSCRIPTION


class Interrupted(Exception):
    """An unexpected failure."""


@pytest.fixture
def compared() -> Compared:
    """Build a reconciliation of six subscriptions on three pages."""
    found = Compared()
    found.lists(*(told_subscription(f"sub_{number}", timestamp=fetched(3600)) for number in range(6)))
    return found


def interrupt(drift: Drift) -> None:
    if drift.seen.total() == 4:
        raise Interrupted


async def test_interrupted_run_resumes_at_its_checkpoint(compared: Compared) -> None:
    with pytest.raises(Interrupted):
        await compared(watch=interrupt)
    drift = await compared()
    assert drift.resumed == after(3600)
    assert (drift.seen.total(), drift.new.total(), drift.not_searched) == (2, 2, {SUBSCRIPTION})
    assert len(compared.storage.tables.mirror) == 6


async def test_cancelled_run_finishes_its_page_and_releases_the_lease(compared: Compared) -> None:
    pages = asyncio.Event()
    running = asyncio.ensure_future(compared(watch=lambda drift: pages.set()))
    await pages.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (compared.kept.leased_until, compared.kept.failures) == (None, 0)
    first = len(compared.storage.tables.mirror)
    assert 0 < first < 6
    assert (await compared()).new.total() == 6 - first


async def test_killed_run_blocks_others_until_its_lease_expires(compared: Compared) -> None:
    assert await compared.bookmark().acquire() is None
    assert await compared.bookmark().acquire() == after(3600) + LEASE
    skipped = (await compared()).skipped
    assert skipped == "another process is reconciling; if it was killed, run again after 13:02:00 UTC"
    compared.clock.advance(LEASE)
    assert (await compared()).skipped is None


async def test_run_that_lost_its_lease_leaves_the_rest_to_the_new_holder(compared: Compared) -> None:
    async def take_over() -> None:
        compared.clock.advance(LEASE)
        await compared.bookmark().acquire()

    compared.alpha.fails = ProviderUnavailable(ALPHA, "too many calls")
    compared.meanwhile = take_over
    assert (await compared()).skipped == "another process is reconciling"
    assert compared.kept.leased_until == compared.clock.now() + LEASE


async def test_lease_outlasts_the_longest_wait_for_a_provider(compared: Compared) -> None:
    async def look() -> None:
        assert await compared.bookmark().acquire() is not None

    compared.time_passes = True
    compared.meanwhile = look
    compared.alpha.fails = ProviderUnavailable(ALPHA, "too many calls", retry_after=timedelta(hours=2))
    assert (await compared()).skipped == "too many calls"
    assert sum(compared.slept) > 10 * 60
    assert max(compared.slept) <= RENEWED_AFTER.total_seconds() < LEASE.total_seconds() / 3


async def test_failed_run_is_retried_with_growing_delays(
    compared: Compared,
) -> None:
    compared.alpha.fails = ProviderUnavailable(ALPHA, "no response")
    waits = []
    for _ in range(3):
        await compared()
        assert compared.kept.retry_at is not None
        waits.append((compared.kept.retry_at - compared.clock.now()).total_seconds())
    assert waits == [300, 600, 1200]
    compared.alpha.fails = None
    await compared()
    assert (compared.kept.failures, compared.kept.retry_at) == (0, None)


async def test_expired_cursor_restarts_the_list(compared: Compared) -> None:
    compared.alpha.lost_cursors.append("4")
    drift = await compared()
    assert (drift.skipped, drift.new.total(), drift.seen[SUBSCRIPTION]) == (None, 6, 6)
    assert drift.not_searched == set()


async def test_dry_run_counts_objects_of_a_restarted_list_once(compared: Compared) -> None:
    compared.alpha.lost_cursors.append("4")
    drift = await compared(dry_run=True)
    assert (drift.seen[SUBSCRIPTION], drift.new.total(), len(drift.samples)) == (6, 6, 6)


async def test_list_that_makes_no_progress_is_given_up(compared: Compared) -> None:
    compared.alpha.stands_still_at = "2"
    assert (await compared()).skipped == "its list repeats the same page"


async def test_lease_is_renewed_during_the_search_for_missing_objects(compared: Compared) -> None:
    place = compared.bookmark()
    await place.acquire()
    compared.clock.advance(2 * RENEWED_AFTER)
    await find_missing(place, SUBSCRIPTION, set(), None)
    compared.clock.advance(LEASE - RENEWED_AFTER)
    assert await compared.bookmark().acquire() is not None, "somebody else took it over"


async def test_completed_list_is_not_repeated(compared: Compared) -> None:
    compared.lists(told_account(timestamp=fetched(3600)))

    def interrupt_afterwards(drift: Drift) -> None:
        if drift.seen[ObjectKind.ACCOUNT]:
            raise Interrupted

    with pytest.raises(Interrupted):
        await compared(watch=interrupt_afterwards)
    drift = await compared()
    assert (drift.seen[SUBSCRIPTION], drift.seen[ObjectKind.ACCOUNT]) == (0, 1)


async def test_checkpoint_in_a_list_that_no_longer_exists_restarts_the_run(
    compared: Compared,
) -> None:
    place = compared.bookmark()
    await place.acquire()
    await place.save(replace(place.at, kind=ObjectKind.ACCOUNT, cursor="7"))
    compared.clock.advance(LEASE)
    drift = await compared()
    assert (drift.skipped, drift.new.total(), drift.not_searched) == (None, 6, set())


async def test_failure_of_one_provider_does_not_stop_the_others(compared: Compared) -> None:
    beta = FakeProvider(name=BETA, storage=compared.storage, now=compared.clock.now(), fails=ZeroDivisionError())
    beta.lists[SUBSCRIPTION] = []
    both = {**compared.reconcile.providers, BETA: beta.provider()}
    with pytest.raises(ZeroDivisionError):
        await replace(compared.reconcile, providers=both)([ALPHA, BETA])
    assert compared.kept.finished_at is not None
    rests = compared.storage.tables.reconciliations[BETA]
    assert (rests.leased_until, rests.failures) == (None, 1)


async def test_list_whose_cursor_keeps_expiring_is_given_up(compared: Compared) -> None:
    compared.alpha.lost_cursors += ["2"] * 100
    assert (await compared()).skipped == "its list cursors kept expiring"


async def test_old_checkpoint_is_discarded(compared: Compared) -> None:
    with pytest.raises(Interrupted):
        await compared(watch=interrupt)
    compared.clock.advance(STALE_AFTER)
    drift = await compared()
    assert (drift.resumed, drift.seen[SUBSCRIPTION]) == (None, 6)


async def test_checkpoint_of_an_earlier_start_is_resumed_but_not_one_of_a_later_start(compared: Compared) -> None:
    with pytest.raises(Interrupted):
        await compared(since=after(60), watch=interrupt)
    assert (await compared(since=after(120))).resumed is not None
    with pytest.raises(Interrupted):
        await compared(since=after(120), watch=interrupt)
    assert (await compared(since=after(60))).resumed is None


async def test_database_outage_is_raised_and_applied_pages_are_kept(compared: Compared) -> None:
    def goes_away(drift: Drift) -> None:
        raise StorageUnavailable

    with pytest.raises(StorageUnavailable):
        await compared(watch=goes_away)
    assert (await compared()).new.total() == 4


async def test_provider_outage_is_reported_and_the_run_resumes_later(
    compared: Compared,
) -> None:
    def goes_down(drift: Drift) -> None:
        compared.alpha.fails = ProviderUnavailable(ALPHA, "no response")

    assert (await compared(watch=goes_down)).skipped == "no response"
    compared.alpha.fails = None
    assert (await compared()).seen.total() == 4
