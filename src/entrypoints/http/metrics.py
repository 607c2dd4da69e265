"""`/metrics`: what a monitoring system reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from litestar import Litestar, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.types import Guard

from entrypoints.http.auth import OPERATORS_ONLY
from entrypoints.http.openapi.document import BEARER, problems

MEDIA_TYPE = "text/plain; version=0.0.4"

Expose = Callable[[], Awaitable[bytes]]


def metrics(expose: Expose, guards: Sequence[Guard] = ()) -> HTTPRouteHandler:
    """The route; `guards` stand before it."""

    @get(
        "/metrics",
        operation_id="readMetrics",
        summary="Retrieve metrics in the Prometheus text format",
        tags=["Operators"],
        media_type=MEDIA_TYPE,
        guards=list(guards),
        opt={OPERATORS_ONLY: True},
        security=BEARER,
        responses=problems(401, 403, 503),
    )
    async def read_metrics() -> Response[bytes]:
        """Return this process's counters and the health metrics of the database."""
        return Response(await expose(), media_type=MEDIA_TYPE)

    return read_metrics


def metrics_app(expose: Expose) -> Litestar:
    """The route alone, for whoever reaches the port it is served on."""
    return Litestar(route_handlers=[metrics(expose)], openapi_config=None, logging_config=None)
