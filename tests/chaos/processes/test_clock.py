from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from chaos.processes.clock import SharedClock


def test_process_that_maps_the_file_sees_the_time_move(tmp_path: Path) -> None:
    shown, read = SharedClock.made(tmp_path / "clock"), SharedClock(tmp_path / "clock")
    for ahead in (timedelta(0), timedelta(days=400), timedelta(days=-3)):
        shown.show(ahead)
        off = read.now() - datetime.now(UTC) - ahead
        assert abs(off) < timedelta(seconds=5)
