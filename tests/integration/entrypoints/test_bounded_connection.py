"""Limits on a connection before it has sent a request."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from uvicorn.server import ServerState

from integration.entrypoints.client_connection import (
    REQUEST,
    Hasty,
    Patient,
    answered,
    connected,
    hello,
    until_answered,
)


@pytest.mark.parametrize("begun", [b"", b"\r\n", b"G", REQUEST])
async def test_connection_without_a_request_is_closed(begun: bytes) -> None:
    async with connected(Hasty) as (reader, writer):
        writer.write(begun)
        assert await reader.read() == b""


async def test_second_request_also_has_a_time_limit() -> None:
    async with connected(Hasty) as (reader, writer):
        await answered(reader, writer, REQUEST + b"\r\n")
        writer.write(REQUEST)
        assert await reader.read() == b""


async def test_unread_body_does_not_hold_the_connection() -> None:
    async with connected(Hasty) as (reader, writer):
        await answered(reader, writer, REQUEST + b"Content-Length: 1000\r\n\r\nx")
        writer.write(b"x")
        assert await reader.read() == b""


async def test_endless_head_is_refused() -> None:
    async with connected(Patient) as (reader, writer):
        writer.write((REQUEST + b"X: ").ljust(Patient.head_bytes, b"x"))
        await writer.drain()
        writer.write(b"x")
        with pytest.raises(asyncio.IncompleteReadError) as all_there_is:
            await reader.readuntil(b"hello")
        assert all_there_is.value.partial.startswith(b"HTTP/1.1 400 ")


async def test_requests_of_ordinary_size_follow_one_another() -> None:
    async with connected(Patient) as (reader, writer):
        for _ in range(3):
            assert b" 200 " in await answered(reader, writer, REQUEST + b"X: " + b"x" * 32 * 1024 + b"\r\n\r\n")


async def test_answered_requests_do_not_count_towards_the_limits() -> None:
    async with connected(Patient) as (reader, writer):
        for _ in range(40):
            await answered(reader, writer, REQUEST + b"X: " + b"x" * 4096 + b"\r\n\r\n")


class Reading:
    """An application that answers once it has the whole body or learns that none will come."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.heard: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        message: Any = {"more_body": True}
        while message.get("more_body"):
            message = await receive()
            self.heard.append(message["type"])
            self.begun.set()
        if message["type"] == "http.request":
            await hello(scope, receive, send)


class Answering(Reading):
    """An application that has the whole body but is still working."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        self.begun.set()
        await self.may_answer.wait()
        await hello(scope, receive, send)


def tell_to_stop(state: ServerState) -> None:
    """Stop every connection, as the server does."""
    for connection in list(state.connections):
        connection.shutdown()


async def test_incomplete_body_does_not_prevent_shutdown() -> None:
    app, state = Reading(), ServerState()
    async with connected(Hasty, app, state) as (reader, writer):
        writer.write(REQUEST + b"Content-Length: 2\r\n\r\nx")
        await app.begun.wait()
        tell_to_stop(state)
        assert await reader.read() == b""
        await until_answered(state)
    assert app.heard == ["http.request", "http.disconnect"]


async def test_body_in_transit_at_shutdown_is_still_answered() -> None:
    app, state = Reading(), ServerState()
    async with connected(Patient, app, state) as (reader, writer):
        writer.write(REQUEST + b"Content-Length: 2\r\n\r\nx")
        await app.begun.wait()
        tell_to_stop(state)
        writer.write(b"x")
        assert (await reader.read()).endswith(b"hello")


async def test_slow_response_is_not_cut_off_by_shutdown() -> None:
    app, state = Answering(), ServerState()
    async with connected(Hasty, app, state) as (reader, writer):
        writer.write(REQUEST + b"Content-Length: 1\r\n\r\nx")
        await app.begun.wait()
        tell_to_stop(state)
        asyncio.get_running_loop().call_later(Hasty.last_body_seconds * 2, app.may_answer.set)
        assert (await reader.read()).endswith(b"hello")
