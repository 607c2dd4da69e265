"""A load balancer in front of servers that counts requests and can lose them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_LOOPBACK = "127.0.0.1"
_PIECE = 64 * 1024
_REQUEST = re.compile(rb"(?:GET|HEAD|POST|PUT|PATCH|DELETE) (/\S*) HTTP/1\.1\r\n")


class Side(StrEnum):
    """The phase in which a request was noticed."""

    TAKEN = "taken"
    """A server has it in hand."""
    ANSWERED = "answered"
    """The server is done, and nobody has been told yet."""


@dataclass(frozen=True, slots=True)
class Passing:
    """A request in transit. `port` is that of its server, or None without one."""

    path: str
    port: int | None
    side: Side


Notice = Callable[[Passing], bool]
"""Told of each request when it is given to a server and when the answer comes back; answers whether it is lost."""


@dataclass(slots=True)
class Front:
    """Gives each connection to the next available server at `ports`, and closes it if none is available."""

    ports: Sequence[int]
    notice: Notice = lambda passing: False
    _next: int = 0
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def listening(self, port: int) -> AsyncIterator[None]:
        """Listen on loopback for the duration of the block."""
        server = await asyncio.start_server(self._accept, _LOOPBACK, port)
        try:
            yield
        finally:
            server.close()
            for task in list(self._under_way):
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _accept(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._serve(client, back)
        finally:
            self._under_way.discard(task)
            back.transport.abort()

    async def _serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        piece = await client.read(_PIECE)
        port, server, forth = await self._server()
        if forth is None or server is None:
            self._noticed(piece, None)
            return
        paths: list[str] = []

        async def ask(piece: bytes) -> None:
            while piece:
                forth.write(piece)
                await forth.drain()
                if (path := _path(piece)) is not None:
                    paths.append(path)
                    if self.notice(Passing(path, port, Side.TAKEN)):
                        return
                piece = await client.read(_PIECE)

        async def answer() -> None:
            while piece := await server.read(_PIECE):
                while paths:
                    if self.notice(Passing(paths.pop(0), port, Side.ANSWERED)):
                        return
                back.write(piece)
                await back.drain()

        try:
            await _first_of(ask(piece), answer())
        finally:
            forth.transport.abort()

    async def _server(
        self,
    ) -> tuple[int | None, asyncio.StreamReader | None, asyncio.StreamWriter | None]:
        for _ in self.ports:
            port = self.ports[self._next % len(self.ports)]
            self._next += 1
            with suppress(OSError):
                return (port, *await asyncio.open_connection(_LOOPBACK, port))
        return None, None, None

    def _noticed(self, piece: bytes, port: int | None) -> None:
        if (path := _path(piece)) is not None:
            self.notice(Passing(path, port, Side.TAKEN))


def _path(piece: bytes) -> str | None:
    """Return the path, if the data begins with a request."""
    found = _REQUEST.match(piece)
    return None if found is None else found[1].decode()


async def _first_of(*both: Coroutine[Any, Any, None]) -> None:
    """Wait until one of them is done, and cancel the other."""
    tasks = [asyncio.create_task(each) for each in both]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
