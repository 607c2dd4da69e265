"""The use cases for one command, without a server, and working nothing off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from application.ports.storage.storage import Storage
from application.use_cases import UseCases
from entrypoints.container import Container
from entrypoints.settings.model import Settings


@asynccontextmanager
async def open_use_cases(settings: Settings) -> AsyncIterator[UseCases]:
    async with _opened(settings) as container:
        yield container.use_cases()


@asynccontextmanager
async def open_verified_database(settings: Settings) -> AsyncIterator[UseCases]:
    """On a database of this version and of the mode of the settings; no provider is asked whose key this is.

    Raises:
        StorageUnavailable
        WrongDatabase
    """
    async with _opened(settings) as container:
        storage: Storage = container.storage()
        await storage.check()
        use_cases: UseCases = container.use_cases()
        of_the_mode_alone = replace(use_cases.check_installation, providers={})
        await of_the_mode_alone()
        yield use_cases


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Container]:
    container = Container(settings=settings)
    async with AsyncExitStack() as closing:
        closing.push_async_callback(container.http().aclose)
        closing.push_async_callback(container.engines().dispose)
        yield container
