"""HEAD, as monitors and mail scanners use it: GET, of which only the headers are sent."""

from __future__ import annotations

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

_PLACES = ("/health/", "/billing", "/assets/")
"""Where monitors and browsers go. Elsewhere it is a method like any other that is not allowed."""


class HeadAsGet:
    """ASGI, around everything. Every GET at these places is safe: it spends and changes nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "HEAD" or not scope["path"].startswith(_PLACES):
            await self._app(scope, receive, send)
            return

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        as_get: Scope = {**scope, "method": "GET"}
        await self._app(as_get, receive, send_headers)
