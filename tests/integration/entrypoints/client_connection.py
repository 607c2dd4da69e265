"""A client's end of a connection to a server with the bounded protocol."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from entrypoints.connection_limits import BoundedConnection

SECONDS = 10.0
REQUEST = b"GET / HTTP/1.1\r\nHost: portal.test\r\n"
GET = REQUEST + b"\r\n"


class Hasty(BoundedConnection):
    """Times out almost at once."""

    head_seconds = 0.05
    last_body_seconds = 0.05
    read_seconds = 0.05


class Patient(BoundedConnection):
    """Times out later than any of these tests takes."""

    head_seconds = 60.0
    last_body_seconds = 60.0
    read_seconds = 60.0


async def hello(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


class Held:
    """An application that answers when the test allows it, and records the scopes of all requests."""

    def __init__(self) -> None:
        self.scopes: list[Any] = []
        self.begun = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        self.begun.set()
        await self.may_answer.wait()
        await hello(scope, receive, send)


@asynccontextmanager
async def listening(
    protocol: type[BoundedConnection], app: Any = hello, state: ServerState | None = None
) -> AsyncIterator[tuple[str, int]]:
    """Run a server for the duration of the context and yield its address."""
    config = uvicorn.Config(app, ws="none", lifespan="off", log_config=None)
    config.load()
    there = state or ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: protocol(config=config, server_state=there, app_state={}), "127.0.0.1", 0
    )
    async with server, asyncio.timeout(SECONDS):
        try:
            yield server.sockets[0].getsockname()
        finally:
            for connection in list(there.connections):
                connection.transport.abort()


@asynccontextmanager
async def connected(
    protocol: type[BoundedConnection],
    app: Any = hello,
    state: ServerState | None = None,
    *,
    receive_buffer: int | None = None,
) -> AsyncIterator[tuple[Any, Any]]:
    """Open a client connection. `receive_buffer` limits its bytes; by default the system decides."""
    async with listening(protocol, app, state) as address:
        client = socket.socket()
        client.settimeout(0)
        if receive_buffer is not None:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        await asyncio.get_running_loop().sock_connect(client, address)
        reader, writer = await asyncio.open_connection(sock=client, limit=receive_buffer or 2**16)
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


async def answered(reader: Any, writer: Any, sent: bytes) -> bytes:
    writer.write(sent)
    answer: bytes = await reader.readuntil(b"hello")
    return answer


async def until_answered(state: ServerState) -> None:
    """Wait for every request, including those queued behind others.

    From Python 3.12 on, `asyncio.gather` returns at once if every task is done, before the event loop could remove
    the tasks from the server's state.
    """
    while state.tasks:
        await asyncio.wait(state.tasks)


async def all_there_is(reader: Any) -> bytes:
    """Read everything until the connection ends, however it ends."""
    received = b""
    with suppress(ConnectionError):
        while piece := await reader.read(2**16):
            received += piece
    return received
