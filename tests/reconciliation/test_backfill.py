"""A new installation fetches everything, survives every kind of interruption, and equals the sandbox in the end."""

from __future__ import annotations

import signal
from functools import partial
from pathlib import Path

import pytest

from reconciliation.population import populate
from reconciliation.portal import Portal
from reconciliation.sandbox_process import sandbox_process
from reconciliation.terminal import in_terminal
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

CUSTOMERS = 800


@pytest.fixture(scope="module")
def populated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sandbox") / "sandbox.sqlite3"
    populate(file, CUSTOMERS)
    return file


async def test_reconciliation_shows_progress_survives_interruptions_and_converges(
    database_url: str, tmp_path: Path, populated: Path
) -> None:
    async with sandbox_process(tmp_path, populated) as at:
        portal = Portal(database_url=database_url, at=at)
        reconcile = partial(in_terminal, tmp_path, "reconcile", settings=portal.settings)

        async with reconcile() as terminal:
            await terminal.until_compared("stripe", 100, seconds=TIMEOUT)
            terminal.process.send_signal(signal.SIGINT)
            assert await terminal.ended(seconds=5) == (130, "")
            assert terminal.lines[-1] == "customer-portal: interrupted; run again to resume"

        async with reconcile() as terminal:
            await terminal.until_compared("stripe", 100, seconds=TIMEOUT)
            assert "stripe: resuming the interrupted run" in terminal.lines
            terminal.process.kill()
            await terminal.ended(seconds=5)

        async with reconcile() as terminal:
            status, out = await terminal.ended(seconds=TIMEOUT)
            assert (status, "another process is reconciling; if it was killed, run again after " in out) == (1, True)

        await portal.lease_runs_out()
        async with reconcile() as terminal:
            status, out = await terminal.ended(seconds=TIMEOUT)
            assert (status, "stripe: resumed the run started at " in out) == (0, True)
        assert await portal.ask_what_is_left() > 0
    assert await portal.differences(populated) == []
