"""Attacks on connections to the real command, reproduced as they were found."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from entrypoints.connection_limits import BoundedConnection
from entrypoints.metrics_server import MetricsConnection
from integration.entrypoints.process import free_port, serving
from silence.hearing import EAR
from silence.made_up import secret
from timeouts import TIMEOUT

pytestmark = pytest.mark.processes

KEY = secret("the-key-of-a-host")
SETTINGS = {
    "API_KEYS": KEY,
    "STRIPE_API_KEY": secret("sk_test_nobody"),
    "STRIPE_WEBHOOK_SECRETS": secret("whsec_of_nobody"),
    "STRIPE_API_BASE": "http://127.0.0.1:9",
    "LEMONSQUEEZY_API_KEY": secret("a-key-of-nobody"),
    "LEMONSQUEEZY_STORE_ID": "1",
    "LEMONSQUEEZY_WEBHOOK_SECRETS": secret("of-nobody"),
    "LEMONSQUEEZY_API_BASE": "http://127.0.0.1:9",
    "MODE": "test",
}
MEGABYTES = 20
GET = b"GET /schema/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"


async def sent_until_closed(port: int, begin: bytes, piece: bytes, most: int) -> int:
    """Count the bytes that the service accepts before it closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken = 0
    with suppress(ConnectionError):
        async with asyncio.timeout(TIMEOUT):
            writer.write(begin)
            while taken < most:
                writer.write(piece)
                await writer.drain()
                taken += len(piece)
            await reader.read()
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    return taken


async def reset_while_answers_are_unread(port: int, requests: int) -> None:
    loop = asyncio.get_running_loop()
    with socket.socket() as client:
        client.settimeout(0)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await loop.sock_connect(client, ("127.0.0.1", port))
        await loop.sock_sendall(client, GET * requests)
        await loop.sock_recv(client, 1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def errors_of(process: Any) -> list[Any]:
    process.terminate()
    async with asyncio.timeout(TIMEOUT):
        _, err = await process.communicate()
    EAR.hear(err.decode())
    lines = [json.loads(line) for line in err.decode().splitlines()]
    return [line for line in lines if line["level"] not in ("info", "warning")]


async def test_unread_and_endless_data_is_bounded(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"API_KEYS={KEY}\n")
    port = free_port()
    async with serving(tmp_path, port) as (process, client):
        chunked = b"POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        most = MEGABYTES * 1024 * 1024
        assert await sent_until_closed(port, chunked, b"a: b\r\n" * 10_000, most) < most
        assert await sent_until_closed(port, GET, GET * 10_000, most) < most
        for requests in range(1, 2 + BoundedConnection.queued_requests):
            for _ in range(5):
                await reset_while_answers_are_unread(port, requests)
        assert (await client.get("/health/live")).status_code == 200
        assert await errors_of(process) == []


async def test_silent_connections_do_not_block_the_metrics_port(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"API_KEYS={KEY}\n")
    beside = free_port()
    async with serving(tmp_path, free_port(), METRICS_PORT=str(beside)):
        silent = [await asyncio.open_connection("127.0.0.1", beside) for _ in range(25)]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{beside}", trust_env=False) as monitoring:
            assert (await monitoring.get("/metrics")).status_code == 200
        async with asyncio.timeout(MetricsConnection.head_seconds + TIMEOUT):
            assert await silent[0][0].read() == b""
        for _, writer in silent:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


@pytest.mark.parametrize("provider", ["stripe", "lemonsqueezy"])
async def test_unsigned_body_is_not_waited_for(tmp_path: Path, provider: str) -> None:
    port = free_port()
    async with serving(tmp_path, port, **SETTINGS):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST /webhooks/{provider} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n".encode())
        async with asyncio.timeout(TIMEOUT):
            assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
        writer.close()
        await writer.wait_closed()
