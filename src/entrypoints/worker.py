"""The worker process: works off what waits, and answers nobody."""

from __future__ import annotations

import asyncio
import logging
import signal

from application.ports.operations.clock import Clock
from entrypoints.event_loop import event_loop_factory
from entrypoints.metrics_server import metrics_served
from entrypoints.runtime import start_runtime
from entrypoints.settings.model import Settings

_log = logging.getLogger(__name__)


async def run_worker(settings: Settings, *, clock: Clock | None = None, looks_every: float | None = None) -> None:
    """Until a signal, or the discovery that this is the wrong database, ends it; what it is at then, it finishes.

    `clock`: another one than the machine's. `looks_every`: seconds between two looks for what is overdue by it.

    Raises:
        InvalidSettings
        StorageUnavailable, WrongDatabase
    """
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with (
        start_runtime(settings, stop=stopping.set, clock=clock, looks_every=looks_every) as portal,
        metrics_served(settings.metrics, portal.use_cases.expose_metrics),
    ):
        _log.info("worker started")
        await stopping.wait()
        _log.info("worker stopping")


def run(settings: Settings) -> None:
    """`run_worker`, on the fastest event loop there is."""
    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        runner.run(run_worker(settings))
