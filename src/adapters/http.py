"""Calling others over HTTP: every call is bounded in time and in size."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import httpx

MAX_ANSWER = 16 * 1024 * 1024
"""How many bytes an answer may have, unpacked."""

SECONDS_TO_CONNECT = 3.0
READ_TIMEOUT = 10.0


class ResponseTooLarge(httpx.TransportError):
    """The other side sends more than anybody asked for."""


class ResponseTooSlow(httpx.TimeoutException):
    """The other side keeps talking and never comes to an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A complete answer."""

    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)


def http_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """The client that all adapters share; whoever makes it closes it. It follows no redirects.

    `transport`: answers in place of the network.
    """
    timeout = httpx.Timeout(READ_TIMEOUT, connect=SECONDS_TO_CONNECT)
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
    return httpx.AsyncClient(timeout=timeout, limits=limits, follow_redirects=False, transport=transport)


async def send(
    client: httpx.AsyncClient,
    request: httpx.Request,
    *,
    seconds: float = READ_TIMEOUT,
    max_bytes: int = MAX_ANSWER,
) -> Response:
    """The whole answer, within the bounds.

    Raises:
        httpx.HTTPError: there is none, among others `ResponseTooSlow` and `ResponseTooLarge`.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _receive(client, request, max_bytes)
    except TimeoutError:
        raise ResponseTooSlow("the response took too long") from None


async def _receive(client: httpx.AsyncClient, request: httpx.Request, max_bytes: int) -> Response:
    """httpx bounds the time between two pieces, not their number."""
    response = await client.send(request, stream=True)
    try:
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > max_bytes:
                raise ResponseTooLarge("the response is too large")
    finally:
        await response.aclose()
    return Response(status=response.status_code, headers=response.headers, body=bytes(body))
