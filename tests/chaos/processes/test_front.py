"""The load balancer breaks exactly the connections it should."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from chaos.processes.front import Front, Passing, Side
from postgres.server import free_port


@asynccontextmanager
async def server(name: str) -> AsyncIterator[int]:
    """Run a server that answers with its name and a content length, so that the connection stays open."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readline():
            while (await reader.readline()).strip():
                pass
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(name)}\r\n\r\n{name}".encode())
            await writer.drain()
        writer.close()

    port = free_port()
    serving = await asyncio.start_server(answer, "127.0.0.1", port)
    try:
        yield port
    finally:
        serving.close()


class Witness:
    """Records all requests and loses none."""

    def __init__(self) -> None:
        self.passed: list[Passing] = []

    def __call__(self, passing: Passing) -> bool:
        self.passed.append(passing)
        return False


async def asked(port: int) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(f"http://127.0.0.1:{port}/where")).text


async def test_connections_alternate_between_servers_and_skip_missing_ones() -> None:
    port = free_port()
    async with server("one") as one, server("two") as two, Front([one, free_port(), two]).listening(port):
        assert {await asked(port) for _ in range(4)} == {"one", "two"}


async def test_connection_without_a_server_is_closed_and_recorded() -> None:
    port, witness = free_port(), Witness()
    async with Front([free_port()], witness).listening(port):
        with pytest.raises(httpx.RemoteProtocolError):
            await asked(port)
    assert witness.passed == [Passing("/where", None, Side.TAKEN)]


@pytest.mark.parametrize("side", list(Side))
async def test_lost_request_gets_no_response(side: Side) -> None:
    port = free_port()
    async with server("one") as one, Front([one], lambda passing: passing.side is side).listening(port):
        with pytest.raises(httpx.TransportError):
            await asked(port)


async def test_each_request_on_a_connection_is_recorded_in_both_phases() -> None:
    port, witness = free_port(), Witness()
    async with (
        server("one") as one,
        Front([one], witness).listening(port),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        for path in ("/a", "/b"):
            assert (await client.get(path)).text == "one"
    assert witness.passed == [Passing(path, one, side) for path in ("/a", "/b") for side in (Side.TAKEN, Side.ANSWERED)]
