"""Stripe, whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from payment_sandbox.stripe import catalogue, outside, sending, webhook_endpoints
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.answer import refused
from payment_sandbox.stripe.api.endpoint import Endpoint
from payment_sandbox.stripe.api.errors import trouble
from payment_sandbox.stripe.api.v2.endpoint import Endpoint as EndpointV2
from payment_sandbox.stripe.hosted import pages
from payment_sandbox.stripe.life import clockwork
from payment_sandbox.stripe.objects.event import API_VERSION
from payment_sandbox.vendor import VendorContext


class StripeVendor:
    """One account in test mode."""

    name = "stripe"

    def __init__(self, surroundings: VendorContext) -> None:
        self._endpoint = Endpoint(surroundings)
        self._endpoint_v2 = EndpointV2(surroundings)
        self.account = Account(surroundings)

    def begin(self) -> None:
        catalogue.seed(self.account)

    def deliver_to(self, url: str, secret: str) -> None:
        webhook_endpoints.ensure(self.account, url, secret)

    def next_due(self) -> datetime | None:
        return clockwork.next_due(self.account)

    def play_due(self, now: datetime) -> None:
        clockwork.play_due(self.account, now)

    def routes(self) -> Sequence[ControllerRouterHandler]:
        @route("/v1/{path:path}", http_method=[HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE], status_code=200)
        async def api(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
            return await self._endpoint.answer(request, path.strip("/"))

        @route("/v2/{path:path}", http_method=[HttpMethod.GET, HttpMethod.POST], status_code=200)
        async def api_v2(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
            return await self._endpoint_v2.answer(request, path.strip("/"))

        return [api, api_v2, *pages.routes(self.account), *outside.routes(self.account)]

    def headers(self, secret: str, body: bytes, at: datetime) -> Mapping[str, str]:
        return sending.headers(secret, body, at)

    def accepts(self, status: int) -> bool:
        return sending.accepts(status)

    def trouble(self, status: int) -> Response[Any]:
        return refused(trouble(status), {"Stripe-Version": API_VERSION})
