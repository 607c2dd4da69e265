"""The host application, put together."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get
from litestar.di import Provide
from litestar.exceptions import HTTPException

from portal_demo.host.api_errors import CallFailed
from portal_demo.host.shop import Shop
from portal_demo.pages.control_panel import ControlPanel, move_clock, switch_chaos
from portal_demo.pages.customer import add_customer, back, buy, open_billing, show_customer
from portal_demo.pages.overview import show_overview
from portal_demo.pages.rendering import STYLE, Rendering
from portal_demo.pages.same_site import only_from_our_own_pages, own_names

_MOST_BYTES = 16 * 1024


@get("/style.css", media_type=MediaType.CSS, sync_to_thread=False)
def style() -> Response[str]:
    return Response(STYLE, media_type="text/css; charset=utf-8", headers={"cache-control": "no-cache"})


def create_app(shop: Shop, scenes: ControlPanel, rendering: Rendering) -> Litestar:
    """It answers on this machine, and to forms of its own pages."""

    def sorry(status: int, reason: str) -> Response[str]:
        return rendering.page("sorry.html.jinja", status=status, reason=reason)

    def could_not_call(_: Request[Any, Any, Any], error: CallFailed) -> Response[str]:
        return sorry(HTTPStatus.BAD_GATEWAY, str(error))

    def refused(_: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
        return sorry(error.status_code, error.detail)

    return Litestar(
        route_handlers=[
            *(show_overview, show_customer, add_customer, open_billing, buy, back),
            *(move_clock, switch_chaos, style),
        ],
        dependencies={
            "shop": Provide(lambda: shop, sync_to_thread=False),
            "scenes": Provide(lambda: scenes, sync_to_thread=False),
            "rendering": Provide(lambda: rendering, sync_to_thread=False),
        },
        guards=[only_from_our_own_pages],
        exception_handlers={CallFailed: could_not_call, HTTPException: refused},
        allowed_hosts=own_names(shop.address),
        request_max_body_size=_MOST_BYTES,
        openapi_config=None,
        logging_config=None,
    )
