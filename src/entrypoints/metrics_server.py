"""Metrics on a port of their own, for a monitoring system without a key."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn

from entrypoints.connection_limits import BoundedConnection
from entrypoints.http.metrics import Expose, metrics_app
from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.model import MetricsSettings

_CONNECTIONS = 100


class MetricsConnection(BoundedConnection):
    """Monitoring asks in one small request and reads at once. Whatever does not may not keep it out for long."""

    head_seconds = 3.0
    head_bytes = 16 * 1024
    queued_requests = 1
    unread_body_bytes = 16 * 1024
    read_seconds = 10.0


class _Beside(uvicorn.Server):
    """Ends with what it stands beside, which hears the signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def metrics_served(settings: MetricsSettings | None, expose: Expose) -> AsyncIterator[None]:
    """For as long as the block lasts, if there are such settings.

    Raises:
        InvalidSettings: the port cannot be listened at.
    """
    if settings is None:
        yield
        return
    with _listening(settings) as listening:
        config = uvicorn.Config(
            metrics_app(expose),
            http=MetricsConnection,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=1,
        )
        server = _Beside(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield
        finally:
            server.should_exit = True
            await serving


@contextmanager
def _listening(settings: MetricsSettings) -> Iterator[socket.socket]:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(found[4][:2], family=found[0])
    except OSError as error:
        raise InvalidSettings([f"METRICS_PORT: cannot be used: {error.strerror}"]) from None
    with listening:
        yield listening
