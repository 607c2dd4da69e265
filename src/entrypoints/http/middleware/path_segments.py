"""Paths are split into segments before these are decoded (RFC 3986, section 2.4)."""

from __future__ import annotations

from urllib.parse import unquote

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

_SLASH = "\udc2f"
_NOTHING = "\udc00"
"""Stand for a slash within a segment and for an empty segment while routes are compared. No decoded path has them."""


class SplitPath:
    """ASGI, around everything.

    The framework routes by the decoded path, where `vera%2Fbilling` would lead to Vera's billing, and passes over empty
    segments, so that `/v1/customers//billing` would be a customer called `billing`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope.get("raw_path"):
            scope["path"] = _split(scope["raw_path"].decode("ascii", "replace"))
        await self._app(scope, receive, send)


class PathParameters:
    """ASGI middleware, behind the routes: gives handlers the segments as they were sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["path_params"] = {
            name: value.replace(_SLASH, "/").replace(_NOTHING, "") for name, value in scope["path_params"].items()
        }
        await self._app(scope, receive, send)


def _split(raw: str) -> str:
    """A slash at the end is passed over, as everywhere."""
    first, *segments = raw.removesuffix("/").split("/")
    decoded = (unquote(segment).replace("/", _SLASH) or _NOTHING for segment in segments)
    return "/".join([first, *decoded]) or "/"
