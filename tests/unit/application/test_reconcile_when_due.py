"""Everything is compared from time to time, however many processes look whether it is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from application.bookmark import LEASE
from application.check_installation import CheckInstallation, WrongDatabase
from application.drift import Drift
from application.ports.failures import ProviderUnavailable
from application.reconcile_when_due import ReconcileWhenDue
from examples import ALPHA, BETA, fetched, told_subscription
from fakes.provider import FakeProvider
from unit.application.compared import Compared

DAY = timedelta(days=1)
Due = Callable[[], ReconcileWhenDue]


@pytest.fixture
def compared() -> Compared:
    found = Compared()
    found.lists(*(told_subscription(f"sub_{number}", stamp=fetched(3600)) for number in range(4)))
    return found


@pytest.fixture
def when_due(compared: Compared) -> Due:
    """As any process has it: what it knows is kept in the storage alone."""
    check = CheckInstallation(storage=compared.storage, providers=compared.reconcile.providers, mode="test")
    return lambda: ReconcileWhenDue(reconcile=compared.reconcile, check_installation=check, every=DAY)


async def test_the_first_one_is_due_at_once_and_the_next_one_a_day_after_it_had_begun(
    compared: Compared, when_due: Due
) -> None:
    [first] = await when_due()()
    assert first.new.total() == 4
    compared.clock.advance(DAY - timedelta(seconds=1))
    assert await when_due()() == []
    compared.clock.advance(timedelta(seconds=1))
    [next_] = await when_due()()
    assert (next_.seen.total(), next_.total) == (4, 0)


async def test_a_dry_run_and_one_of_what_changed_lately_leave_it_due(compared: Compared, when_due: Due) -> None:
    await compared(dry_run=True)
    await compared(since=compared.clock.now())
    [drift] = await when_due()()
    assert drift.not_searched == set()
    assert compared.kept.first


async def test_one_that_an_operator_ran_counts(compared: Compared, when_due: Due) -> None:
    await compared()
    assert await when_due()() == []


async def test_while_somebody_else_is_at_it_it_is_not_begun(compared: Compared, when_due: Due) -> None:
    await compared.bookmark().take()
    assert await when_due()() == []
    compared.clock.advance(LEASE)
    [drift] = await when_due()()
    assert drift.skipped is None


async def test_what_was_interrupted_is_gone_on_with_at_once(compared: Compared, when_due: Due) -> None:
    class Ended(BaseException):
        """The process was ended."""

    def end(drift: Drift) -> None:
        raise Ended

    with pytest.raises(Ended):
        await compared(watch=end)
    [drift] = await when_due()()
    assert (drift.resumed is not None, drift.seen.total()) == (True, 2)


async def test_after_a_failure_it_rests_and_then_goes_on(compared: Compared, when_due: Due) -> None:
    compared.alpha.fails = ProviderUnavailable(ALPHA, "it did not answer")
    await compared()
    compared.alpha.fails = None
    assert await when_due()() == []
    compared.clock.advance(timedelta(minutes=5))
    [drift] = await when_due()()
    assert drift.new.total() == 4


async def test_with_the_keys_of_another_seller_nothing_is_compared(compared: Compared, when_due: Due) -> None:
    await when_due().check_installation()
    compared.alpha.seller = "somebody else"
    with pytest.raises(WrongDatabase):
        await when_due()()
    assert compared.storage.tables.reconciliations == {}


async def test_while_a_provider_does_not_say_whose_key_it_is_nothing_is_compared(
    compared: Compared, when_due: Due
) -> None:
    compared.alpha.fails = ProviderUnavailable(ALPHA, "it did not answer")
    assert await when_due()() == []
    assert compared.storage.tables.reconciliations == {}


async def test_one_provider_that_is_silent_keeps_no_other_from_being_compared(
    compared: Compared, when_due: Due
) -> None:
    failure = ProviderUnavailable(BETA, "it did not answer")
    beta = FakeProvider(name=BETA, storage=compared.storage, now=compared.clock.now(), fails=failure)
    both = {**compared.reconcile.providers, BETA: beta.provider()}
    [drift] = await replace(when_due(), reconcile=replace(compared.reconcile, providers=both))()
    assert drift.provider == ALPHA


async def test_never_is_never(compared: Compared, when_due: Due) -> None:
    assert await replace(when_due(), every=None)() == []
    assert compared.storage.tables.reconciliations == {}
