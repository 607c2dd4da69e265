"""Run `customer-portal worker` on a clock that the test moves: the machine's, plus the seconds that a file contains."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from entrypoints.log import configure_logging
from entrypoints.settings.load import load_settings
from entrypoints.worker import run_worker


@dataclass(frozen=True, slots=True)
class MovedClock:
    file: Path

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text()))


if __name__ == "__main__":
    configure_logging()
    asyncio.run(run_worker(load_settings(), clock=MovedClock(Path(sys.argv[1]))))
