"""The small fault test: lives, while everything that can fail does, and then the service knows what there is.

`make chaos` is the large one.
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


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """What the processes say there must not tell anything that nobody may say."""
    yield tmp_path
    EAR.hear(*(log.read_text() for log in tmp_path.glob("*.log")))


@pytest.mark.parametrize(("database", "seed"), [("sqlite", 4), ("postgresql", 2)])
async def test_whatever_fails_if_nothing_is_lost_the_service_knows_it_all(
    database: Choice, seed: int, folder: Path
) -> None:
    report = await run(small(database, seed=seed), folder)
    assert report.differences == []
    assert (report.sent.dropped, report.sent.given_up) == (0, 0)
    assert min(report.sent.duplicates, report.sent.overtaken, report.sent.unanswered) > 0
    assert report.sent.thin == 0
    assert report.faults.keys() == {str(kind) for kind in kinds_of(small(database, seed=seed))}


async def test_what_was_lost_reconciliation_finds_and_mends_nothing_else(folder: Path) -> None:
    report = await run(small("sqlite", seed=3, drops=0.4), folder)
    assert report.differences == []
    assert report.reconciled is not None
    assert 0 < report.reconciled.mended <= report.reconciled.hit
    assert report.reconciled.differed > 0
    assert report.sent.dropped > 100
    assert report.sent.thin > 100
