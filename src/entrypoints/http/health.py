"""`/health`: whether the process lives, and whether it can do its work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from litestar import get
from litestar.handlers import HTTPRouteHandler

from application.ports.errors import StorageUnavailable
from entrypoints.http.openapi.document import problems
from entrypoints.http.schemas.acknowledgement import Health

_SECONDS = 5.0


@get("/health/live", operation_id="isAlive", summary="Check that the process is running", tags=["Health"])
async def live() -> Health:
    return Health()


def ready(check_storage: Callable[[], Awaitable[None]]) -> HTTPRouteHandler:
    """The route that says whether requests can be served: the database answers and its schema is the right one."""

    @get(
        "/health/ready",
        operation_id="isReady",
        summary="Check that the service can handle requests",
        tags=["Health"],
        responses=problems(503),
    )
    async def is_ready() -> Health:
        try:
            async with asyncio.timeout(_SECONDS):
                await check_storage()
        except TimeoutError:
            raise StorageUnavailable from None
        return Health()

    return is_ready
