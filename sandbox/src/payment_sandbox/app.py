"""The sandbox over HTTP: each vendor below its name, and the control API."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx
from litestar import Litestar, Request, Response, Router
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.types import BeforeMessageSendHookHandler, Message, Scope

from payment_sandbox.control import control
from payment_sandbox.deliveries.courier import WebhookSender
from payment_sandbox.sandbox import Sandbox

MOST_BYTES = 1024 * 1024
_SECONDS_BETWEEN_LOOKS = 0.5
_log = logging.getLogger(__name__)


def create_app(sandbox: Sandbox) -> Litestar:
    """Time passes and webhooks are sent while the app is up (its lifespan)."""
    vendors = [
        Router(path=f"/{name}", route_handlers=vendor.routes(), before_request=_with_chaos(sandbox, name))
        for name, vendor in sandbox.vendors.items()
    ]
    return Litestar(
        route_handlers=[*vendors, control(sandbox)],
        lifespan=[_alive(sandbox)],
        before_send=[_dated(sandbox)],
        allowed_hosts=AllowedHostsConfig(allowed_hosts=_names(sandbox.address)),
        request_max_body_size=MOST_BYTES,
        openapi_config=None,
        logging_config=None,
    )


def courier_of(sandbox: Sandbox, http: httpx.AsyncClient) -> WebhookSender:
    """Who sends this sandbox's webhooks."""
    return WebhookSender(sandbox.outbox, sandbox.clock, sandbox.vendors, http)


def _names(address: str) -> list[str]:
    """A page from elsewhere whose name has been made to lead here is not answered."""
    own = urlsplit(address)
    return [own.netloc, own.netloc.replace(own.hostname or "", "localhost")]


def _with_chaos(sandbox: Sandbox, vendor: str) -> Callable[[Request[Any, Any, Any]], Awaitable[Response[Any] | None]]:
    """Troubles calls of the API; the pages are spared."""
    chaos, trouble = sandbox.chaos[vendor], sandbox.vendors[vendor].trouble

    async def troubled(request: Request[Any, Any, Any]) -> Response[Any] | None:
        if not request.url.path.startswith(f"/{vendor}/v1/"):
            return None
        switches = chaos.switches
        if switches.away:
            chaos.struck["away"] += 1
            return trouble(HTTPStatus.SERVICE_UNAVAILABLE)
        if chaos.strikes("slow", switches.slow):
            await asyncio.sleep(switches.slow_seconds)
        if chaos.strikes("rate_limited", switches.rate_limited):
            return trouble(HTTPStatus.TOO_MANY_REQUESTS)
        if chaos.strikes("failing", switches.failing):
            return trouble(HTTPStatus.INTERNAL_SERVER_ERROR)
        return None

    return troubled


def _dated(sandbox: Sandbox) -> BeforeMessageSendHookHandler:
    async def dated(message: Message, scope: Scope) -> None:  # as hooks are called
        if message["type"] == "http.response.start":
            MutableScopeHeaders(message)["Date"] = format_datetime(sandbox.clock.now(), usegmt=True)

    return dated


def _alive(sandbox: Sandbox) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def alive(_: Litestar) -> AsyncIterator[None]:
        async with httpx.AsyncClient(trust_env=False) as http:
            tasks = [asyncio.create_task(courier_of(sandbox, http).run()), asyncio.create_task(_pass_time(sandbox))]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    return alive


async def _pass_time(sandbox: Sandbox) -> None:
    """What is due happens without anybody asking. A failure is said and tried again: the API stays up."""
    while True:
        try:
            sandbox.play_due()
        except Exception:
            _log.exception("a due event failed")
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
