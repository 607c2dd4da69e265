"""Several servers in one process, on one event loop."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from litestar import Litestar

_SECONDS_TO_END = 2


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """They are not this server's alone."""
        yield


def plain(app: Litestar) -> uvicorn.Config:
    """How an application of the demo is served; the service brings its own way."""
    return uvicorn.Config(
        app,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
    )


@asynccontextmanager
async def serving(config: uvicorn.Config, listening: socket.socket, *, stop: asyncio.Event) -> AsyncIterator[None]:
    """For as long as the block lasts. `stop` is set if the server ends before."""
    config.timeout_graceful_shutdown = _SECONDS_TO_END
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    running.add_done_callback(lambda _: stop.set())
    try:
        yield
    finally:
        server.should_exit = True
        await running


def stop_on_signals(stop: asyncio.Event) -> None:
    """Whoever tells the demo to end has it end in order."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
