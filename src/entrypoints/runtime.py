"""The service without its server: what opens and what closes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from application.execution.periodic_task import PeriodicTask, run_all
from application.operations.persist_counters import PersistCounters
from application.ports.job_runner import JobRunner
from application.ports.operations.clock import Clock
from application.ports.operations.customer_limits import CustomerLimits
from application.ports.storage.storage import Storage
from application.use_cases import UseCases
from entrypoints.container import Container, migrate
from entrypoints.database_owner_check import DatabaseOwnerCheck, compared
from entrypoints.reconcile_scheduler import scheduled
from entrypoints.settings.model import Settings
from entrypoints.tokens.browser_token import BrowserTokens

SECONDS_BETWEEN_COUNTS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """The use cases and settings that a server needs. `tokens`: None if browsers may not call."""

    use_cases: UseCases
    clock: Clock
    tokens: BrowserTokens | None
    limits: CustomerLimits
    check_storage: Callable[[], Awaitable[None]]


@asynccontextmanager
async def start_runtime(
    settings: Settings,
    *,
    stop: Callable[[], None],
    clock: Clock | None = None,
    working: bool = True,
    looks_every: float | None = None,
) -> AsyncIterator[Runtime]:
    """Open everything, and close it at the end. `stop` is called if the process has to end.

    `clock`: replaces the machine's clock, and the database's where limits are shared.
    `working`: whether what waits is worked off meanwhile.
    `looks_every`: seconds between two looks for what is overdue, if not as many as suit the engine.

    Raises:
        InvalidSettings
        StorageUnavailable, WrongDatabase: it must not be served from this database, also when that is found out later.
    """
    clocks = {} if clock is None else {"clock": clock, "shared_clock": clock}
    container = Container(settings=settings, looks_every=looks_every, **clocks)
    async with AsyncExitStack() as closing:
        closing.push_async_callback(container.http().aclose)
        closing.push_async_callback(container.engines().dispose)
        use_cases: UseCases = container.use_cases()
        storage: Storage = container.storage()
        engine: JobRunner | None = container.engine() if working else None
        if settings.database_url.startswith("sqlite"):
            await migrate(settings.database_url)
        await storage.check()
        if engine is not None:
            await engine.check()
        check = use_cases.check_installation
        comparing = DatabaseOwnerCheck(check=check, stop=stop, compared=await compared(check))
        work = [comparing.run(), run_all([_counting(use_cases.keep_counts)])]
        if working:
            await closing.enter_async_context(scheduled(use_cases.reconcile_when_due))
        async with _in_the_background(*work, *([engine.run()] if engine is not None else [])):
            yield Runtime(
                use_cases=use_cases,
                clock=container.clock(),
                tokens=container.tokens(),
                limits=container.customer_limits(),
                check_storage=storage.check,
            )


def _counting(keep_counts: PersistCounters) -> PeriodicTask:
    """Return the task that stores this process's counters."""

    async def do() -> bool:
        await keep_counts()
        return False

    return PeriodicTask(what="persisting counters", do=do, pause=SECONDS_BETWEEN_COUNTS)


@asynccontextmanager
async def _in_the_background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Raises what ended one of them early, once what is in front has ended."""
    running = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for each in running:
            each.cancel()
        outcomes = await asyncio.gather(*running, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
