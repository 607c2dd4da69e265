"""The control API: what stands behind the scenes, for demos and tests."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from litestar import Router, post
from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from payment_sandbox.control import chaos, clock, deliveries, records
from payment_sandbox.sandbox import Sandbox


def control(sandbox: Sandbox) -> Router:
    """Below `/_sandbox`."""

    @post("/reset", status_code=HTTPStatus.NO_CONTENT)
    async def reset() -> None:
        sandbox.reset()

    parts = (part.routes(sandbox) for part in (chaos, clock, deliveries, records))
    handlers = [reset, *(handler for part in parts for handler in part)]
    return Router(path="/_sandbox", route_handlers=handlers, guards=[_not_from_a_page])


def _not_from_a_page(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Programs call it. Browsers say where a call comes from, and any page that is open in one could try."""
    if "origin" in connection.headers:
        raise PermissionDeniedException("Browser pages may not call the control API.")
