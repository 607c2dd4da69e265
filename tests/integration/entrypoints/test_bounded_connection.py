"""What a client may do with a connection before there is a request."""

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
async def test_a_connection_without_a_request_is_closed(begun: bytes) -> None:
    async with connected(Hasty) as (reader, writer):
        writer.write(begun)
        assert await reader.read() == b""


async def test_a_second_request_must_come_as_a_whole_too() -> None:
    async with connected(Hasty) as (reader, writer):
        await answered(reader, writer, REQUEST + b"\r\n")
        writer.write(REQUEST)
        assert await reader.read() == b""


async def test_a_body_that_nobody_waits_for_holds_no_connection() -> None:
    async with connected(Hasty) as (reader, writer):
        await answered(reader, writer, REQUEST + b"Content-Length: 1000\r\n\r\nx")
        writer.write(b"x")
        assert await reader.read() == b""


async def test_a_head_that_grows_without_end_is_refused() -> None:
    async with connected(Patient) as (reader, writer):
        writer.write((REQUEST + b"X: ").ljust(Patient.head_bytes, b"x"))
        await writer.drain()
        writer.write(b"x")
        with pytest.raises(asyncio.IncompleteReadError) as all_there_is:
            await reader.readuntil(b"hello")
        assert all_there_is.value.partial.startswith(b"HTTP/1.1 400 ")


async def test_requests_of_a_usual_size_follow_one_another() -> None:
    async with connected(Patient) as (reader, writer):
        for _ in range(3):
            assert b" 200 " in await answered(reader, writer, REQUEST + b"X: " + b"x" * 32 * 1024 + b"\r\n\r\n")


async def test_what_has_been_answered_does_not_count_again() -> None:
    async with connected(Patient) as (reader, writer):
        for _ in range(40):
            await answered(reader, writer, REQUEST + b"X: " + b"x" * 4096 + b"\r\n\r\n")


class Reading:
    """An application that answers once it has the whole body, or is told that there will be none."""

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
    """One that has the whole body, and is not done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        self.begun.set()
        await self.may_answer.wait()
        await hello(scope, receive, send)


def tell_to_stop(state: ServerState) -> None:
    """As the server does with every connection."""
    for connection in list(state.connections):
        connection.shutdown()


async def test_half_a_body_does_not_keep_a_server_from_stopping() -> None:
    app, state = Reading(), ServerState()
    async with connected(Hasty, app, state) as (reader, writer):
        writer.write(REQUEST + b"Content-Length: 2\r\n\r\nx")
        await app.begun.wait()
        tell_to_stop(state)
        assert await reader.read() == b""
        await until_answered(state)
    assert app.heard == ["http.request", "http.disconnect"]


async def test_a_body_that_is_on_its_way_when_the_server_stops_is_still_answered() -> None:
    app, state = Reading(), ServerState()
    async with connected(Patient, app, state) as (reader, writer):
        writer.write(REQUEST + b"Content-Length: 2\r\n\r\nx")
        await app.begun.wait()
        tell_to_stop(state)
        writer.write(b"x")
        assert (await reader.read()).endswith(b"hello")


async def test_an_answer_that_takes_its_time_is_not_cut_off() -> None:
    app, state = Answering(), ServerState()
    async with connected(Hasty, app, state) as (reader, writer):
        writer.write(REQUEST + b"Content-Length: 1\r\n\r\nx")
        await app.begun.wait()
        tell_to_stop(state)
        asyncio.get_running_loop().call_later(Hasty.last_body_seconds * 2, app.may_answer.set)
        assert (await reader.read()).endswith(b"hello")
