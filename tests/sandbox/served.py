"""The sandbox on loopback, on the test's own event loop, for external programs."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime

import uvicorn

from payment_sandbox.app import create_app
from payment_sandbox.clock import utc_now
from payment_sandbox.sandbox import MakeVendor, Sandbox

_SECONDS_TO_END = 3


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the test runner."""
        yield


@asynccontextmanager
async def served(
    vendors: Mapping[str, MakeVendor], *, real: Callable[[], datetime] = utc_now
) -> AsyncIterator[Sandbox]:
    """Serve the sandbox, including its webhooks. `real` is the clock it follows."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sandbox = Sandbox(vendors, address=f"http://127.0.0.1:{listening.getsockname()[1]}", real=real)
        config = uvicorn.Config(
            create_app(sandbox),
            log_config=None,
            access_log=False,
            ws="none",
            date_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_END,
        )
        server = _Server(config)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield sandbox
        finally:
            server.should_exit = True
            await running
            sandbox.close()
