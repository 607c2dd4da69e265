"""A pooler in front of PostgreSQL that refuses what pgbouncer in transaction mode refuses or would leak.

It forwards all data and inspects the client's messages (PostgreSQL documentation, "Message Formats").
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

_ACCEPTED = {"user", "database", "client_encoding", "datestyle", "timezone", "application_name"}
_ENCRYPTION_REQUESTS = {80877103, 80877104}
_OF_A_SESSION = (b"LISTEN", b"SET ", b"PG_ADVISORY_LOCK", b"PREPARE ", b"DECLARE ")
_OF_A_TRANSACTION = (b"SET LOCAL ", b"SET TRANSACTION ", b"SET CONSTRAINTS ")


@dataclass(slots=True)
class Pooler:
    """The pooler; `leaks` lists what clients left in a connection for the next client."""

    host: str
    port: int
    leaks: list[str] = field(default_factory=list)
    clients: set[asyncio.Future[None]] = field(default_factory=set)

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.clients.add(asyncio.ensure_future(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with AsyncExitStack() as closing:
            closing.push_async_callback(_close, writer)
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                startup = await _startup(reader, writer)
                names = [name.decode() for name in startup[8:].split(b"\0")[::2] if name]
                refused = [name for name in names if name.lower() not in _ACCEPTED]
                if refused:
                    writer.write(_fatal(f"unsupported startup parameter: {refused[0]}"))
                    await writer.drain()
                    return
                server_reader, server_writer = await asyncio.open_connection(self.host, self.port)
                closing.push_async_callback(_close, server_writer)
                server_writer.write(startup)
                async with asyncio.TaskGroup() as both_ways:
                    back = both_ways.create_task(_pass_on(server_reader, writer))
                    with suppress(asyncio.IncompleteReadError, ConnectionError):
                        await self._watch(reader, server_writer)
                    back.cancel()

    async def _watch(self, reader: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        while True:
            kind, length = struct.unpack("!cI", await reader.readexactly(5))
            body = await reader.readexactly(length - 4)
            if kind == b"P" and not body.startswith(b"\0"):
                self.leaks.append("a prepared statement")
            if kind in (b"P", b"Q"):
                text = body.lstrip(b"\0 \n").upper()
                if text.startswith(_OF_A_SESSION) and not text.startswith(_OF_A_TRANSACTION):
                    self.leaks.append(text[:60].decode(errors="replace"))
            server.write(struct.pack("!cI", kind, length) + body)
            await server.drain()


async def _startup(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    while True:
        head = await reader.readexactly(8)
        length, code = struct.unpack("!II", head)
        if code not in _ENCRYPTION_REQUESTS:
            return head + await reader.readexactly(length - 8)
        writer.write(b"N")


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


def _fatal(message: str) -> bytes:
    fields = b"SFATAL\0" + b"C08P01\0" + b"M" + message.encode() + b"\0\0"
    return struct.pack("!cI", b"E", len(fields) + 4) + fields


@asynccontextmanager
async def pooling(host: str, port: int) -> AsyncIterator[tuple[Pooler, int]]:
    """Run a pooler on a free port of loopback, and yield it with that port."""
    pooler = Pooler(host, port)
    server = await asyncio.start_server(pooler.accept, "127.0.0.1", 0)
    try:
        yield pooler, server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for client in pooler.clients:
            client.cancel()
        await asyncio.gather(*pooler.clients, return_exceptions=True)
