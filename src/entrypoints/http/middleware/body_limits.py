"""Limits on the size, the type and the duration of request bodies."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from entrypoints.http.errors import BodyTimeout, InvalidRequest, UnsupportedMediaType

API_BODY_BYTES = 64 * 1024
WEBHOOK_BODY_BYTES = 1024 * 1024
BODY_SECONDS = 30.0


def require_json(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Refuses a body that does not say it is JSON: a form of another site could send one in a browser's name."""
    headers = connection.headers
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType


class BodyDeadline:
    """ASGI middleware: the whole body must have arrived `seconds` after it was first asked for.

    Who leaves before that gets the refusal of half a body, which nobody reads: the framework would take it for an
    error of ours.
    """

    def __init__(self, app: ASGIApp, *, seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        deadline: float | None = None
        complete = False

        async def receive_in_time() -> Any:
            nonlocal deadline, complete
            if complete:
                return await receive()
            deadline = deadline or asyncio.get_running_loop().time() + self._seconds
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise BodyTimeout from None
            if message["type"] == "http.disconnect":
                raise InvalidRequest("body", "is incomplete")
            complete = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        await self._app(scope, receive_in_time, send)
