"""Limits on every outgoing HTTP call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.http import ResponseTooLarge, ResponseTooSlow, http_client, send

ANYWHERE = "https://api.example.com/"


def answering(response: httpx.Response) -> httpx.AsyncClient:
    return http_client(httpx.MockTransport(lambda _: response))


async def get(client: httpx.AsyncClient, *, seconds: float = 10) -> bytes:
    async with client:
        answer = await send(client, client.build_request("GET", ANYWHERE), seconds=seconds, max_bytes=10)
    return answer.body


async def test_response_has_status_headers_and_body() -> None:
    async with answering(httpx.Response(418, text="teapot", headers={"X-Tea": "green"})) as client:
        answer = await send(client, client.build_request("GET", ANYWHERE))
    assert (answer.status, answer.body, answer.headers["x-tea"]) == (418, b"teapot", "green")


async def test_response_above_the_maximum_size_is_refused() -> None:
    assert await get(answering(httpx.Response(200, content=b"0123456789"))) == b"0123456789"
    with pytest.raises(ResponseTooLarge):
        await get(answering(httpx.Response(200, content=b"0123456789+")))


async def test_endless_response_is_given_up() -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"0"
        await asyncio.Event().wait()

    with pytest.raises(ResponseTooSlow):
        await get(answering(httpx.Response(200, content=endless())), seconds=0.01)


async def test_redirect_is_returned_and_not_followed() -> None:
    async with answering(httpx.Response(302, headers={"Location": "https://elsewhere.example"})) as client:
        answer = await send(client, client.build_request("GET", ANYWHERE))
    assert answer.status == 302


async def test_response_content_is_not_in_the_repr() -> None:
    async with answering(httpx.Response(200, text="secret", headers={"X-Key": "secret"})) as client:
        answer = await send(client, client.build_request("GET", ANYWHERE))
    assert "secret" not in repr(answer)


def test_every_client_has_timeouts() -> None:
    timeout = http_client().timeout
    assert None not in (timeout.connect, timeout.read, timeout.write, timeout.pool)
