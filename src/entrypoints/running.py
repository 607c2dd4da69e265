"""The service without its server: what opens and what closes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.persistence import Storage
from application.use_cases import UseCases
from entrypoints.container import Container, migrate
from entrypoints.poll import Poll, compared
from entrypoints.settings.model import Settings
from entrypoints.tokens.browser_token import BrowserTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What a server serves. `tokens`: None where browsers may not call."""

    use_cases: UseCases
    clock: Clock
    tokens: BrowserTokens | None
    check_storage: Callable[[], Awaitable[None]]


@asynccontextmanager
async def running(
    settings: Settings, *, stop: Callable[[], None], clock: Clock | None = None
) -> AsyncIterator[Running]:
    """From the first connection to the last, with the agenda worked off meanwhile. `stop` is called when it must end.

    `clock`: another one than the machine's.

    Raises:
        InvalidSettings
        StorageUnavailable, WrongDatabase: it must not be served from this database, also when that is found out later.
    """
    container = Container(settings=settings) if clock is None else Container(settings=settings, clock=clock)
    async with AsyncExitStack() as closing:
        closing.push_async_callback(container.http().aclose)
        closing.push_async_callback(container.engines().dispose)
        use_cases: UseCases = container.use_cases()
        storage: Storage = container.storage()
        if settings.database_url.startswith("sqlite"):
            await migrate(settings.database_url)
        await storage.check()
        poll = Poll(
            retry_deliveries=use_cases.retry_deliveries,
            ask_provider=use_cases.ask_provider,
            check_installation=use_cases.check_installation,
            clock=container.clock(),
            stop=stop,
            chores=[use_cases.keep_counts, use_cases.forget_payloads],
            compared=await compared(use_cases.check_installation),
        )
        async with _in_the_background(poll):
            yield Running(
                use_cases=use_cases,
                clock=container.clock(),
                tokens=container.tokens(),
                check_storage=storage.check,
            )


@asynccontextmanager
async def _in_the_background(poll: Poll) -> AsyncIterator[None]:
    asking = asyncio.create_task(poll.run())
    try:
        yield
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
