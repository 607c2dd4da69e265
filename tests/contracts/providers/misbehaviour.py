"""Faulty API responses, and the error that each becomes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx

HTML = "<html><body>Sorry</body></html>"
DATE = {"Date": "Sun, 15 Nov 2026 10:00:00 GMT"}


def answers(status: int, text: str = HTML, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(status, text=text, headers=DATE | headers)


def fails(error: type[httpx.TransportError]) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error(f"while asking {request.url} with {request.headers}")

    return answer


async def pieces_without_end() -> AsyncIterator[bytes]:
    while True:
        yield b" " * 1_000_000


def error(message: str) -> str:
    return f'{{"error": {{"type": "any", "code": "any", "message": "{message}"}}}}'


REFUSED = {
    "the key is not accepted": answers(401, error("sk_test_example is not accepted")),
    "a permission is missing": answers(403, error("sk_test_example may not")),
    "a page instead of an API": answers(404),
    "a redirect": answers(302, location="https://elsewhere.example/"),
    "a key refused with a page": answers(401),
}
UNAVAILABLE = {
    "too many requests": answers(429, error("slow down")),
    "too many requests, with a page": answers(429),
    "an error of its own": answers(500, error("we are sorry")),
    "a proxy's page": answers(502),
    "down for now": answers(503, error("come back"), **{"retry-after": "7"}),
    "a page that is no error": answers(200),
    "nothing at all": answers(200, ""),
    "half of an answer": answers(200, '{"id": "cus_Ada", "obj'),
    "another shape": answers(200, '["a", "list"]'),
    "a number": answers(200, "7"),
    "an object of nothing": answers(200, "{}"),
    "no date": lambda _: httpx.Response(200, json={"id": "cus_Ada", "object": "customer", "created": 1}),
    "a date that is none": lambda _: httpx.Response(200, json={"id": "cus_Ada"}, headers={"Date": "yesterday"}),
    "no connection": fails(httpx.ConnectError),
    "no answer in time": fails(httpx.ReadTimeout),
    "a connection that breaks": fails(httpx.RemoteProtocolError),
    "an answer without end": lambda _: httpx.Response(200, content=pieces_without_end(), headers=DATE),
}
MISBEHAVIOUR = {**REFUSED, **UNAVAILABLE}


async def pieces_after_a_minute() -> AsyncIterator[bytes]:
    await asyncio.sleep(60)
    yield b"{}"


def after_a_minute(_: httpx.Request) -> httpx.Response:
    """Send the head at once, and the rest after every timeout."""
    return httpx.Response(200, content=pieces_after_a_minute(), headers=DATE)


def knows_nothing(_: httpx.Request) -> httpx.Response:
    """Respond as any of the APIs does for an unknown object."""
    refusal = {"type": "invalid_request_error", "code": "resource_missing", "param": "id", "message": "none"}
    return httpx.Response(404, json={"error": refusal, "errors": [{"status": "404"}]}, headers=DATE)
