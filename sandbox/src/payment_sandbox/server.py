"""The sandbox's own server, on loopback and nowhere else."""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

import uvicorn

from payment_sandbox.app import create_app
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.vendors import EVERY_VENDOR

_LOOPBACK = "127.0.0.1"
_SHUTDOWN_SECONDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Where a vendor's webhooks go, and what they are signed with."""

    url: str
    secret: str = field(repr=False)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ends in order when told to, instead of dying of the signal afterwards."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def run(
    *, port: int, file: str = ":memory:", receivers: Mapping[str, Receiver] | None = None, out: TextIO = sys.stdout
) -> None:
    """Serves until a signal ends it. `receivers`: by the vendor's name. `port`: 0 for any that is free.

    Raises:
        OSError: the port is taken.
    """
    with socket.create_server((_LOOPBACK, port)) as listening:
        address = f"http://{_LOOPBACK}:{listening.getsockname()[1]}"
        sandbox = Sandbox(EVERY_VENDOR, address=address, file=file, seed=secrets.token_hex(8))
        try:
            for vendor, receiver in (receivers or {}).items():
                sandbox.deliver_to(vendor, receiver.url, receiver.secret)
            for vendor in sandbox.vendors:
                out.write(f"{vendor}: {address}/{vendor}\n")
            out.flush()
            asyncio.run(_Server(_config(sandbox)).serve(sockets=[listening]))
        finally:
            sandbox.close()


def _config(sandbox: Sandbox) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(sandbox),
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
