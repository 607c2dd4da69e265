"""A fake API at a real address, for processes that cannot be given a transport."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

import httpx
import uvicorn

_NOT_TO_BE_REPEATED = frozenset({"content-length", "transfer-encoding", "connection"})


class FakeApi(Protocol):
    now: datetime

    def answer(self, request: httpx.Request) -> httpx.Response: ...


async def at_once(_: str) -> None:
    """Return at once."""


@asynccontextmanager
async def over_http(api: FakeApi, *, before: Callable[[str], Awaitable[None]] = at_once) -> AsyncIterator[str]:
    """Serve the API on loopback and yield its address; its clock is the machine's, like a provider's.

    `before` is awaited with the path before each response.
    """

    config = uvicorn.Config(_app(api, before), host="127.0.0.1", port=0, lifespan="off", ws="none", log_config=None)
    server = uvicorn.Server(config)
    config.load()
    listening = config.bind_socket()
    port = listening.getsockname()[1]
    serving = asyncio.create_task(server.serve([listening]))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


def _app(api: FakeApi, before: Callable[[str], Awaitable[None]]) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(name.decode(), value.decode()) for name, value in scope["headers"]]
        path = scope["raw_path"].decode()
        query = scope["query_string"].decode()
        url = f"http://fake.test{path}?{query}" if query else f"http://fake.test{path}"
        await before(path)
        api.now = datetime.now(UTC)
        answer = api.answer(httpx.Request(scope["method"], url, headers=headers, content=await _body(receive)))
        kept = [(k.encode(), v.encode()) for k, v in answer.headers.items() if k not in _NOT_TO_BE_REPEATED]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
        await send({"type": "http.response.body", "body": answer.content})

    return app


async def _body(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body
