"""Preflight requests of browsers (CORS)."""

from __future__ import annotations

from litestar.config.cors import CORSConfig
from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send


class Preflight:
    """ASGI, around everything: what CORS does not allow is answered as if no browser had asked, by a problem.

    Browsers take that for a no. The framework's own no is a plain text.
    """

    def __init__(self, app: ASGIApp, config: CORSConfig) -> None:
        self._app = app
        self._config = config
        self._headers = _names(str(config.preflight_headers["Access-Control-Allow-Headers"]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] == ScopeType.HTTP
            and scope["method"] == "OPTIONS"
            and not self._allows(Headers(scope["headers"]))
        ):
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"origin"]
        await self._app(scope, receive, send)

    def _allows(self, headers: Headers) -> bool:
        return (
            self._config.is_origin_allowed(headers.get("origin", ""))
            and headers.get("access-control-request-method", "GET") in self._config.allow_methods
            and _names(headers.get("access-control-request-headers", "")) <= self._headers
        )


def _names(listed: str) -> set[str]:
    return {name.strip().lower() for name in listed.split(",")} - {""}
