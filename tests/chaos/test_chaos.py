"""The small fault test: after lifecycles under every fault, the service equals the sandbox.

`make chaos` runs the large one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos.orders import small
from chaos.processes.database import Choice
from chaos.run import run
from chaos.stage import kinds_of
from silence.hearing import EAR

pytestmark = pytest.mark.processes


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder whose process logs are searched for secrets."""
    yield tmp_path
    EAR.hear(*(log.read_text() for log in tmp_path.glob("*.log")))


@pytest.mark.parametrize(("database", "seed"), [("sqlite", 4), ("postgresql", 2)])
async def test_service_equals_the_sandbox_after_every_fault_if_nothing_is_lost(
    database: Choice, seed: int, folder: Path
) -> None:
    report = await run(small(database, seed=seed), folder)
    assert report.differences == []
    assert (report.sent.dropped, report.sent.given_up) == (0, 0)
    assert min(report.sent.duplicates, report.sent.overtaken, report.sent.unanswered) > 0
    assert report.sent.thin == 0
    assert report.faults.keys() == {str(kind) for kind in kinds_of(small(database, seed=seed))}


async def test_reconciliation_repairs_exactly_what_was_lost(folder: Path) -> None:
    report = await run(small("sqlite", seed=3, drops=0.4), folder)
    assert report.differences == []
    assert report.reconciled is not None
    assert 0 < report.reconciled.mended <= report.reconciled.hit
    assert report.reconciled.differed > 0
    assert report.sent.dropped > 100
    assert report.sent.thin > 100
