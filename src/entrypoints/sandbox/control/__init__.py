"""The control API: what stands behind the scenes, for demos and tests."""

from __future__ import annotations

from http import HTTPStatus

from litestar import Router, post

from entrypoints.sandbox.control import chaos, clock, deliveries, records
from entrypoints.sandbox.world import Sandbox


def control(sandbox: Sandbox) -> Router:
    """Below `/_sandbox`."""

    @post("/reset", status_code=HTTPStatus.NO_CONTENT)
    async def reset() -> None:
        sandbox.reset()

    parts = (part.routes(sandbox) for part in (chaos, clock, deliveries, records))
    return Router(path="/_sandbox", route_handlers=[reset, *(handler for part in parts for handler in part)])
