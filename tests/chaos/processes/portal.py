"""The real command on a clock that another process sets, as long as standard input is open.

The pipe closes even if the run is killed, so no process outlives it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Thread

from dependency_injector import providers

from adapters.jobs.assembly import engine_for
from chaos.processes.clock import SharedClock
from entrypoints.cli import __main__
from entrypoints.container import Container

_SECONDS_BETWEEN_LOOKS = 0.3
"""For what is overdue. An engine reckons in real seconds when that will be, and the clock is moved."""


def main() -> int:
    clock_file, *arguments = sys.argv[1:]
    Thread(target=_end_with_standard_input, daemon=True).start()
    clock = SharedClock(Path(clock_file))
    Container.clock.override(providers.Object(clock))
    Container.shared_clock.override(providers.Object(clock))
    Container.engine.override(
        providers.Singleton(engine_for, Container.engines, Container.work, looks_every=_SECONDS_BETWEEN_LOOKS)
    )
    return __main__.main(arguments)


def _end_with_standard_input() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
