"""A new service fetches everything by itself: once, in one process, and across restarts."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from integration.entrypoints.process import free_port, serving
from payment_sandbox.faults import Switches
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.vendors import EVERY_VENDOR
from portal_demo.polling import poll_until
from reconciliation.at_lemonsqueezy import LemonSqueezyCustomers
from reconciliation.at_stripe import StripeCustomers
from reconciliation.population import account_in, shop_in
from reconciliation.portal import Portal
from sandbox.served import served
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

CUSTOMERS = 26
TOLD = "reconciliation finished"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with served(EVERY_VENDOR) as found:
        stripe, lemonsqueezy = StripeCustomers(account_in(found)), LemonSqueezyCustomers(shop_in(found))
        with found.storage.together():
            for number in range(CUSTOMERS):
                stripe.come(number)
                lemonsqueezy.come(number)
        yield found


def portal_at(sandbox: Sandbox, database_url: str) -> Portal:
    return Portal(database_url=database_url, at={name: f"{sandbox.address}/{name}" for name in EVERY_VENDOR})


async def equal(portal: Portal, sandbox: Sandbox) -> bool:
    """Return whether the mirror equals the sandbox in the end."""

    async def nothing_differs() -> bool:
        return await portal.differences_to(sandbox) == []

    return await poll_until(nothing_differs, within=TIMEOUT)


async def told(process: asyncio.subprocess.Process) -> list[str]:
    """Return the log lines about reconciliation, once the service has stopped cleanly."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(TIMEOUT):
        _, err = await process.communicate()
    assert process.returncode == 0
    records = [json.loads(line) for line in err.decode().splitlines()]
    assert [each["event"] for each in records if each["level"] in ("error", "critical")] == []
    return [each["provider"] for each in records if each["event"] == TOLD]


async def test_only_one_of_two_new_processes_reconciles_and_repeats_it_a_day_later(
    postgresql_url: str, tmp_path: Path, sandbox: Sandbox
) -> None:
    portal = portal_at(sandbox, postgresql_url)
    async with (
        serving(tmp_path, free_port(), **portal.settings) as (one, _),
        serving(tmp_path, free_port(), **portal.settings) as (other, _),
    ):
        assert await equal(portal, sandbox)
        assert await poll_until(lambda: finished(portal), within=TIMEOUT)
        assert sorted([*await told(one), *await told(other)]) == ["lemonsqueezy", "stripe"]
    begun = await portal.begun()
    await portal.a_day_passes()
    async with serving(tmp_path, free_port(), **portal.settings):

        async def both_begun_again() -> bool:
            return all(at > begun[name] for name, at in (await portal.begun()).items())

        assert await poll_until(both_begun_again, within=TIMEOUT)


async def test_reconciliation_stops_at_once_on_shutdown_and_resumes_after_a_restart(
    sqlite_url: str, tmp_path: Path, sandbox: Sandbox
) -> None:
    portal = portal_at(sandbox, sqlite_url)
    for chaos in sandbox.chaos.values():
        chaos.switch(Switches(slow=1.0, slow_seconds=1.5))
    async with serving(tmp_path, free_port(), **portal.settings) as (process, _):
        assert await poll_until(lambda: has_begun(portal), within=TIMEOUT)
        async with asyncio.timeout(10):
            assert await told(process) == []
    begun = await portal.begun()
    for chaos in sandbox.chaos.values():
        chaos.switch(Switches())
    async with serving(tmp_path, free_port(), **portal.settings):
        assert await equal(portal, sandbox)
        assert await poll_until(lambda: finished(portal), within=TIMEOUT)
    assert await portal.begun() == begun


async def has_begun(portal: Portal) -> bool:
    return set(await portal.begun()) == {"stripe", "lemonsqueezy"}


async def finished(portal: Portal) -> bool:
    return await portal.finished() == {"stripe", "lemonsqueezy"}
