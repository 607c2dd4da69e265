"""Limits on requests of one connection: trailers, header fields, queued requests and unread bodies."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from uvicorn.server import ServerState

from entrypoints.connection_limits import BoundedConnection
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
)

CHUNKED = REQUEST.replace(b"GET", b"POST") + b"Transfer-Encoding: chunked\r\n\r\n"
LAST_CHUNK = b"0\r\n"


class Whole:
    """An application that answers once it has the whole body."""

    def __init__(self) -> None:
        self.scopes: list[Any] = []
        self.begun = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        self.begun.set()
        message: Any = {"more_body": True}
        while message.get("more_body"):
            message = await receive()
        if message["type"] == "http.request":
            await hello(scope, receive, send)


def only(state: ServerState) -> BoundedConnection:
    [connection] = state.connections
    assert isinstance(connection, BoundedConnection)
    return connection


async def test_trailers_are_dropped_and_not_treated_as_headers() -> None:
    app = Whole()
    async with connected(Patient, app) as (reader, writer):
        sent = CHUNKED + b"1\r\nx\r\n" + LAST_CHUNK + b"Authorization: Bearer x\r\nA: b\r\n\r\n"
        assert b" 200 " in await answered(reader, writer, sent)
        await answered(reader, writer, GET)
    assert [name for name, _ in app.scopes[0]["headers"]] == [b"host", b"transfer-encoding"]


async def test_too_many_trailers_are_refused() -> None:
    app, state = Whole(), ServerState()
    async with connected(Patient, app, state) as (reader, writer):
        writer.write(CHUNKED + LAST_CHUNK + b"a: b\r\n" * Patient.head_fields)
        await app.begun.wait()
        connection = only(state)
        writer.write(b"a: b\r\n" * 2)
        assert (await all_there_is(reader)).startswith(b"HTTP/1.1 400 ")
        assert len(connection.headers) == len(app.scopes[0]["headers"]) == 2


@pytest.mark.parametrize("begun", [b"a: ", b"a: b\r\na: ", b"a"])
async def test_endless_trailer_is_refused(begun: bytes) -> None:
    app = Whole()
    async with connected(Patient, app) as (reader, writer):
        writer.write(CHUNKED + LAST_CHUNK)
        await app.begun.wait()
        writer.write(begun.ljust(Patient.head_bytes, b"x"))
        await writer.drain()
        writer.write(b"x")
        assert (await all_there_is(reader)).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(("fields", "status"), [(Patient.head_fields, b" 200 "), (Patient.head_fields + 1, b" 400 ")])
async def test_number_of_header_fields_is_limited(fields: int, status: bytes) -> None:
    async with connected(Patient) as (reader, writer):
        writer.write(REQUEST + b"a: b\r\n" * (fields - 1) + b"\r\n")
        assert status in await reader.readline()


async def test_head_that_arrives_at_once_is_limited_too() -> None:
    state = ServerState()
    async with connected(Patient, hello, state) as (reader, writer):
        await answered(reader, writer, GET)
        only(state).data_received(REQUEST + b"X: " + b"x" * Patient.head_bytes + b"\r\n\r\n")
        assert (await all_there_is(reader)).startswith(b"HTTP/1.1 400 ")


async def test_long_body_in_small_chunks_does_not_count_as_a_head() -> None:
    async with connected(Patient, Whole()) as (reader, writer):
        sent = CHUNKED + b"1\r\nx\r\n" * Patient.head_bytes + LAST_CHUNK + b"\r\n"
        assert b" 200 " in await answered(reader, writer, sent)


async def test_few_requests_may_be_queued() -> None:
    app = Held()
    async with connected(Patient, app) as (reader, writer):
        writer.write(GET * (1 + Patient.queued_requests))
        await app.begun.wait()
        app.may_answer.set()
        for _ in range(1 + Patient.queued_requests):
            await reader.readuntil(b"hello")


async def test_too_many_queued_requests_close_the_connection() -> None:
    app, state = Held(), ServerState()
    async with connected(Patient, app, state) as (reader, writer):
        writer.write(GET)
        await app.begun.wait()
        connection = only(state)
        connection.data_received(GET * 9000)
        assert len(connection.pipeline) <= Patient.queued_requests
        assert await all_there_is(reader) == b""
        app.may_answer.set()
        await asyncio.gather(*state.tasks)
    assert len(app.scopes) == 1
    assert not connection.pipeline


async def test_body_of_a_queued_request_is_limited() -> None:
    app, state = Held(), ServerState()
    async with connected(Patient, app, state) as (reader, writer):
        writer.write(GET)
        await app.begun.wait()
        body = b"x" * (Patient.queued_body_bytes + 1)
        only(state).data_received(REQUEST + b"Content-Length: 100000\r\n\r\n" + body)
        assert await all_there_is(reader) == b""


async def test_second_head_is_limited_while_the_first_request_is_processed() -> None:
    app = Held()
    async with connected(Patient, app) as (reader, writer):
        writer.write(GET)
        await app.begun.wait()
        writer.write((REQUEST + b"X: ").ljust(2 * Patient.head_bytes, b"x"))
        assert await all_there_is(reader) == b""


async def test_second_head_has_a_time_limit_while_the_first_request_is_processed() -> None:
    app = Held()
    async with connected(Hasty, app) as (reader, writer):
        writer.write(GET)
        await app.begun.wait()
        writer.write(REQUEST)
        assert await all_there_is(reader) == b""


async def test_head_that_the_server_is_not_reading_yet_does_not_time_out() -> None:
    app = Held()
    async with connected(Hasty, app) as (reader, writer):
        writer.write(GET * 2 + REQUEST)
        await app.begun.wait()
        writer.write(b"\r\n")
        asyncio.get_running_loop().call_later(Hasty.head_seconds * 3, app.may_answer.set)
        for _ in range(3):
            await reader.readuntil(b"hello")


async def test_head_gets_its_full_time_once_the_server_reads_again() -> None:
    class Measured(Patient):
        head_seconds = 0.5

    app = Held()
    async with connected(Measured, app) as (reader, writer):
        writer.write(GET * 2 + REQUEST)
        await app.begun.wait()
        loop = asyncio.get_running_loop()
        loop.call_later(Measured.head_seconds * 0.8, app.may_answer.set)
        for _ in range(2):
            await reader.readuntil(b"hello")
        loop.call_later(Measured.head_seconds * 0.6, writer.write, b"\r\n")
        await reader.readuntil(b"hello")


async def test_unwanted_body_is_read_up_to_a_limit() -> None:
    wanted = b"Content-Length: 100000000\r\n\r\n"
    async with connected(Patient) as (reader, writer):
        assert b" 200 " in await answered(reader, writer, REQUEST.replace(b"GET", b"POST") + wanted)
        writer.write(b"x" * (2 * Patient.unread_body_bytes))
        assert await all_there_is(reader) == b""


async def test_unwanted_body_does_not_block_the_next_request() -> None:
    size = Patient.unread_body_bytes
    async with connected(Patient) as (reader, writer):
        for _ in range(2):
            post = REQUEST.replace(b"GET", b"POST") + b"Content-Length: %d\r\n\r\n" % size
            assert b" 200 " in await answered(reader, writer, post)
            writer.write(b"x" * size)
