"""HTTP requests with limits on the total time and on the size of the response."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import httpx

MAX_ANSWER = 16 * 1024 * 1024
"""The maximum size of a response body in bytes, after decompression."""

SECONDS_TO_CONNECT = 3.0
READ_TIMEOUT = 10.0


class ResponseTooLarge(httpx.TransportError):
    """Raised if a response body exceeds the maximum size."""


class ResponseTooSlow(httpx.TimeoutException):
    """Raised if a complete response does not arrive in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A complete response."""

    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)


def http_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """Return the client that all adapters share, which the caller must close. The client follows no redirects.

    `transport`: replaces the network if given.
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
    """Send the request and return the complete response.

    Raises:
        httpx.HTTPError: No complete response arrived. Includes `ResponseTooSlow` and `ResponseTooLarge`.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _receive(client, request, max_bytes)
    except TimeoutError:
        raise ResponseTooSlow("the response took too long") from None


async def _receive(client: httpx.AsyncClient, request: httpx.Request, max_bytes: int) -> Response:
    """Receive at most `max_bytes`. The httpx timeouts limit the time between two chunks, not the number of chunks."""
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
