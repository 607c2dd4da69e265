"""Responses that a client does not read, and connections that it resets."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Callable
from typing import Any

import pytest
from uvicorn.server import ServerState

from entrypoints.event_loop import event_loop_factory
from integration.entrypoints.client_connection import (
    GET,
    REQUEST,
    Hasty,
    Held,
    Patient,
    all_there_is,
    answered,
    connected,
    hello,
    listening,
    until_answered,
)

SMALL_BUFFER = 4096
LOOPS = pytest.mark.parametrize("loop", [asyncio.new_event_loop, event_loop_factory()], ids=["asyncio", "fastest"])


class Sending:
    """An application that answers with this many bytes."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.answered = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        length = str(self.size).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": b"x" * self.size})
        self.answered += 1


class Watched(Hasty):
    """Signals the end of its connection."""

    send_buffer_bytes = SMALL_BUFFER
    gone: asyncio.Event

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        type(self).gone.set()


@LOOPS
@pytest.mark.parametrize("size", [40_000, 2_000_000], ids=["within the buffer", "beyond the buffer"])
@pytest.mark.parametrize("closing", [b"", b"Connection: close\r\n"], ids=["kept alive", "closed"])
def test_client_that_does_not_read_is_disconnected(
    loop: Callable[[], asyncio.AbstractEventLoop], size: int, closing: bytes
) -> None:
    state = ServerState()

    async def ignored() -> None:
        Watched.gone = asyncio.Event()
        async with connected(Watched, Sending(size), state, receive_buffer=SMALL_BUFFER) as (reader, writer):
            writer.write(REQUEST + closing + b"\r\n")
            await Watched.gone.wait()
            assert len(await all_there_is(reader)) < size

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(ignored())
    assert not state.connections


async def test_queued_requests_do_not_accumulate_unread_responses() -> None:
    app, state = Sending(100_000), ServerState()
    Watched.gone = asyncio.Event()
    async with connected(Watched, app, state, receive_buffer=SMALL_BUFFER) as (_, writer):
        writer.write(GET * Watched.queued_requests)
        await Watched.gone.wait()
        await asyncio.gather(*state.tasks)
    assert app.answered <= 2


async def test_client_that_reads_gets_the_whole_response() -> None:
    class Small(Patient):
        send_buffer_bytes = SMALL_BUFFER

    async with connected(Small, Sending(2_000_000), receive_buffer=SMALL_BUFFER) as (reader, writer):
        writer.write(GET)
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(2_000_000)


async def test_client_that_has_read_everything_may_be_idle() -> None:
    async with connected(Hasty) as (reader, writer):
        await answered(reader, writer, GET)
        waited = asyncio.Event()
        asyncio.get_running_loop().call_later(Hasty.read_seconds * 2, waited.set)
        await waited.wait()
        await answered(reader, writer, GET)


async def test_send_buffer_of_each_connection_is_small() -> None:
    state = ServerState()
    async with connected(Patient, hello, state) as (reader, writer):
        await answered(reader, writer, GET)
        [connection] = state.connections
        there = connection.transport.get_extra_info("socket")
        assert there.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * Patient.send_buffer_bytes


def reset(client: socket.socket) -> None:
    """End the connection by a reset, like a client that crashes."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


@LOOPS
@pytest.mark.parametrize("requests", [1, 2, 1 + Patient.queued_requests])
@pytest.mark.parametrize("when", ["response unread", "response not begun"])
def test_reset_is_not_logged_as_an_error(
    loop: Callable[[], asyncio.AbstractEventLoop], requests: int, when: str, caplog: pytest.LogCaptureFixture
) -> None:
    state = ServerState()

    class Lost(Watched, Patient):
        pass

    async def resets() -> None:
        Lost.gone = asyncio.Event()
        held = Held()
        app = Sending(2_000_000) if when == "response unread" else held
        async with listening(Lost, app, state) as address:
            client = socket.socket()
            client.settimeout(0)
            running = asyncio.get_running_loop()
            await running.sock_connect(client, address)
            await running.sock_sendall(client, GET * requests)
            if app is not held:
                await running.sock_recv(client, 1)
            else:
                await held.begun.wait()
            reset(client)
            held.may_answer.set()
            await Lost.gone.wait()
            await until_answered(state)

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(resets())
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert not state.connections


@LOOPS
def test_connection_closed_with_queued_requests_is_not_logged_as_an_error(
    loop: Callable[[], asyncio.AbstractEventLoop], caplog: pytest.LogCaptureFixture
) -> None:
    state = ServerState()

    class Lost(Watched, Patient):
        pass

    async def ends() -> None:
        Lost.gone = asyncio.Event()
        app = Held()
        async with connected(Lost, app, state) as (_, writer):
            writer.write(GET * 3)
            await app.begun.wait()
            [connection] = state.connections
            connection.transport.abort()
            await Lost.gone.wait()
            app.may_answer.set()
            await until_answered(state)
        assert len(app.scopes) == 1

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(ends())
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
