"""A full reconciliation runs periodically, no matter how many processes check whether it is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from application.operations.verify_database_owner import VerifyDatabaseOwner, WrongDatabase
from application.ports.errors import ProviderUnavailable
from application.reconciliation.checkpoint import LEASE
from application.reconciliation.drift import Drift
from application.reconciliation.reconcile_when_due import ReconcileWhenDue
from examples import ALPHA, BETA, fetched, told_subscription
from fakes.provider import FakeProvider
from unit.application.compared import Compared

DAY = timedelta(days=1)
Due = Callable[[], ReconcileWhenDue]


@pytest.fixture
def compared() -> Compared:
    found = Compared()
    found.lists(*(told_subscription(f"sub_{number}", timestamp=fetched(3600)) for number in range(4)))
    return found


@pytest.fixture
def when_due(compared: Compared) -> Due:
    """Build the use case as each process has it: all its state is in the storage."""
    check = VerifyDatabaseOwner(storage=compared.storage, providers=compared.reconcile.providers, mode="test")
    return lambda: ReconcileWhenDue(reconcile=compared.reconcile, check_installation=check, every=DAY)


async def test_first_run_is_due_at_once_and_the_next_one_a_day_after_its_start(
    compared: Compared, when_due: Due
) -> None:
    [first] = await when_due()()
    assert first.new.total() == 4
    compared.clock.advance(DAY - timedelta(seconds=1))
    assert await when_due()() == []
    compared.clock.advance(timedelta(seconds=1))
    [next_] = await when_due()()
    assert (next_.seen.total(), next_.total) == (4, 0)


async def test_dry_runs_and_partial_runs_leave_a_full_run_due(compared: Compared, when_due: Due) -> None:
    await compared(dry_run=True)
    await compared(since=compared.clock.now())
    [drift] = await when_due()()
    assert drift.not_searched == set()
    assert compared.kept.first


async def test_run_started_by_an_operator_counts(compared: Compared, when_due: Due) -> None:
    await compared()
    assert await when_due()() == []


async def test_run_in_progress_elsewhere_is_not_started_again(compared: Compared, when_due: Due) -> None:
    await compared.bookmark().acquire()
    assert await when_due()() == []
    compared.clock.advance(LEASE)
    [drift] = await when_due()()
    assert drift.skipped is None


async def test_interrupted_run_is_resumed_at_once(compared: Compared, when_due: Due) -> None:
    class Ended(BaseException):
        """The process is terminated."""

    def end(drift: Drift) -> None:
        raise Ended

    with pytest.raises(Ended):
        await compared(watch=end)
    [drift] = await when_due()()
    assert (drift.resumed is not None, drift.seen.total()) == (True, 2)


async def test_failed_run_is_retried_after_a_delay(compared: Compared, when_due: Due) -> None:
    compared.alpha.fails = ProviderUnavailable(ALPHA, "no response")
    await compared()
    compared.alpha.fails = None
    assert await when_due()() == []
    compared.clock.advance(timedelta(minutes=5))
    [drift] = await when_due()()
    assert drift.new.total() == 4


async def test_keys_of_another_seller_stop_the_run(compared: Compared, when_due: Due) -> None:
    await when_due().check_installation()
    compared.alpha.seller = "somebody else"
    with pytest.raises(WrongDatabase):
        await when_due()()
    assert compared.storage.tables.reconciliations == {}


async def test_run_waits_until_the_provider_has_named_the_seller(compared: Compared, when_due: Due) -> None:
    compared.alpha.fails = ProviderUnavailable(ALPHA, "no response")
    assert await when_due()() == []
    assert compared.storage.tables.reconciliations == {}


async def test_silent_provider_does_not_prevent_reconciliation_of_the_others(compared: Compared, when_due: Due) -> None:
    failure = ProviderUnavailable(BETA, "no response")
    beta = FakeProvider(name=BETA, storage=compared.storage, now=compared.clock.now(), fails=failure)
    both = {**compared.reconcile.providers, BETA: beta.provider()}
    [drift] = await replace(when_due(), reconcile=replace(compared.reconcile, providers=both))()
    assert drift.provider == ALPHA


async def test_reconciliation_without_an_interval_never_runs(compared: Compared, when_due: Due) -> None:
    assert await replace(when_due(), every=None)() == []
    assert compared.storage.tables.reconciliations == {}
