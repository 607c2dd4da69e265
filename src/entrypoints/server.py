"""The server process: uvicorn around the HTTP application."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from litestar import Litestar

from entrypoints.connection_limits import BoundedConnection
from entrypoints.event_loop import event_loop_factory
from entrypoints.http.app import create_app
from entrypoints.metrics_server import metrics_served
from entrypoints.runtime import Runtime, start_runtime
from entrypoints.settings.model import Settings

KEEP_ALIVE_SECONDS = 65
"""Longer than the minute for which load balancers like to keep a connection they may use at any moment."""
_SHUTDOWN_SECONDS = 20
_CONNECTIONS = 1000


class Server(uvicorn.Server):
    """Ends its work when it is told to, and lets what is around it end too."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Instead of dying of the signal afterwards, which would close nothing."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


async def serve(settings: Settings, *, host: str, port: int, working: bool) -> None:
    """Until a signal, or the discovery that this is the wrong database, ends it.

    `working`: whether what waits is worked off meanwhile.

    Raises:
        InvalidSettings
        StorageUnavailable, WrongDatabase
    """
    server: Server | None = None

    def stop() -> None:
        if server is not None:
            server.should_exit = True

    async with (
        start_runtime(settings, stop=stop, working=working) as portal,
        metrics_served(settings.metrics, portal.use_cases.expose_metrics),
    ):
        server = Server(uvicorn_config(build_app(portal, settings), host=host, port=port))
        await server.serve()


def build_app(portal: Runtime, settings: Settings) -> Litestar:
    """The HTTP application in front of what runs."""
    return create_app(
        portal.use_cases,
        settings.http,
        clock=portal.clock,
        tokens=portal.tokens,
        limits=portal.limits,
        check_storage=portal.check_storage,
    )


def uvicorn_config(app: Litestar, *, host: str = "127.0.0.1", port: int = 0) -> uvicorn.Config:
    """Return the configuration of uvicorn."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=BoundedConnection,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        limit_concurrency=_CONNECTIONS,
    )


def run(settings: Settings, *, host: str, port: int, working: bool = True) -> None:
    """`serve`, on the fastest event loop there is."""
    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        runner.run(serve(settings, host=host, port=port, working=working))
