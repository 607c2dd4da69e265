"""Headers of every response."""

from __future__ import annotations

from litestar.datastructures import MutableScopeHeaders
from litestar.routes import HTTPRoute
from litestar.types import Message, Scope

_PRIVATE = ("/v1", "/billing")


async def add_response_headers(message: Message, scope: Scope) -> None:
    """Forbid caches to store personal data, errors included, and browsers to guess content types."""
    if message["type"] != "http.response.start":
        return
    message.setdefault("headers", [])
    headers = MutableScopeHeaders.from_message(message)
    headers["x-content-type-options"] = "nosniff"
    if any(scope["path"] == prefix or scope["path"].startswith(f"{prefix}/") for prefix in _PRIVATE):
        headers["cache-control"] = "private, no-store"
    if scope.get("method") == "OPTIONS" and "allow" in headers:
        headers["allow"] = _methods(scope)


def _methods(scope: Scope) -> str:
    """The framework itself names only the methods of the handler that it learned of first."""
    there = (route for route in scope["litestar_app"].routes if route.path_format == scope["path_template"])
    return ", ".join(sorted({method for route in there if isinstance(route, HTTPRoute) for method in route.methods}))
