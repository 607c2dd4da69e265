"""The API over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote

from litestar import Request, Response, route
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler

from payment_sandbox.lemonsqueezy.api.answering import MEDIA_TYPE, Answer
from payment_sandbox.lemonsqueezy.api.call import Call
from payment_sandbox.lemonsqueezy.api.dispatch import answer
from payment_sandbox.lemonsqueezy.events import encoded
from payment_sandbox.lemonsqueezy.shop import Shop

_METHODS = [HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.PUT, HttpMethod.DELETE]


def api(shop: Shop) -> HTTPRouteHandler:
    """Below `/v1`. What does not exist there is refused in the words of the API as well."""

    @route("/v1/{rest:path}", http_method=_METHODS, status_code=200)
    async def call(request: Request[Any, Any, Any]) -> Response[bytes]:
        return response(answer(shop, await _call(request)))

    return call


def response(told: Answer) -> Response[bytes]:
    content = b"" if told.document is None else encoded(told.document)
    return Response(content=content, status_code=told.status, headers=dict(told.headers), media_type=MEDIA_TYPE)


async def _call(request: Request[Any, Any, Any]) -> Call:
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.decode("ascii").partition("?")[0].partition("/v1/")[2]
    return Call(
        method=request.method,
        path=tuple(unquote(part) for part in path.rstrip("/").split("/")),
        url=str(request.url).partition("?")[0],
        query=dict(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=await request.body(),
    )
