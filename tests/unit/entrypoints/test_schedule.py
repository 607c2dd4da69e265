"""The reconciliation scheduler survives failures, logs results and does not delay a shutdown."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from application.operations.verify_database_owner import VerifyDatabaseOwner
from application.ports.errors import ProviderRefused, StorageUnavailable
from application.reconciliation.reconcile_when_due import ReconcileWhenDue
from entrypoints.reconcile_scheduler import INITIAL_DELAY, LOOK_EVERY, ReconcileScheduler, scheduled
from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.load import read_settings
from examples import ALPHA, fetched, told_subscription
from unit.application.compared import Compared


class Looks:
    """A scheduler with one provider that lists one subscription."""

    def __init__(self, *, every: timedelta | None = timedelta(hours=1)) -> None:
        self.compared = Compared()
        self.compared.lists(told_subscription(timestamp=fetched(3600)))
        reconcile = self.compared.reconcile
        check = VerifyDatabaseOwner(storage=reconcile.storage, providers=reconcile.providers, mode="test")
        self.when_due = ReconcileWhenDue(reconcile=reconcile, check_installation=check, every=every)
        self.schedule = ReconcileScheduler(reconcile_when_due=self.when_due, sleep=self._sleep)
        self.waited: list[float] = []

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        if len(self.waited) > 3:
            raise asyncio.CancelledError


async def test_scheduler_starts_soon_checks_every_minute_and_logs_the_result(
    caplog: pytest.LogCaptureFixture,
) -> None:
    looks = Looks()
    with caplog.at_level(logging.INFO), pytest.raises(asyncio.CancelledError):
        await looks.schedule.run()
    assert looks.waited == [INITIAL_DELAY, LOOK_EVERY, LOOK_EVERY, LOOK_EVERY]
    [record] = caplog.records
    assert record.getMessage() == "reconciliation finished"
    assert (record.__dict__["provider"], record.__dict__["seen"], record.__dict__["new"]) == (ALPHA, 1, 1)


@pytest.mark.parametrize("error", [ProviderRefused(ALPHA, "no"), StorageUnavailable("gone"), ZeroDivisionError()])
async def test_failure_is_logged_and_the_run_retried(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    looks = Looks()
    await looks.when_due.check_installation()
    looks.compared.alpha.fails = error
    await looks.schedule.once()
    assert [record.levelno >= logging.WARNING for record in caplog.records][-1]
    looks.compared.alpha.fails = None
    looks.compared.clock.advance(timedelta(hours=1))
    await looks.schedule.once()
    assert len(looks.compared.storage.tables.mirror) == 1


async def test_keys_of_another_seller_are_reported_and_nothing_is_reconciled(
    caplog: pytest.LogCaptureFixture,
) -> None:
    looks = Looks()
    await looks.when_due.check_installation()
    looks.compared.alpha.seller = "somebody else"
    await looks.schedule.once()
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    assert looks.compared.storage.tables.mirror == {}


@pytest.mark.parametrize("every", [None, timedelta(hours=1)])
async def test_shutdown_does_not_wait_for_the_scheduler(every: timedelta | None) -> None:
    before = asyncio.all_tasks()
    async with scheduled(Looks(every=every).when_due):
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks() - before) == (every is not None)
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize(("given", "every"), [("", 24), ("6", 6), ("0", None)])
def test_interval_is_configurable(given: str, every: int | None) -> None:
    settings = read_settings({"API_KEYS": "key", "RECONCILE_EVERY_HOURS": given})
    assert settings.reconcile_every == (timedelta(hours=every) if every is not None else None)


@pytest.mark.parametrize("given", ["673", "-1", "daily", "1.5"])
def test_invalid_interval_is_refused(given: str) -> None:
    with pytest.raises(InvalidSettings, match="RECONCILE_EVERY_HOURS: must be a whole number from 0 to 672"):
        read_settings({"API_KEYS": "key", "RECONCILE_EVERY_HOURS": given})
