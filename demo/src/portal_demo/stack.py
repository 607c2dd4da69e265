"""Host application, service and sandbox, each with its own server, in one process and on one event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import httpx

from entrypoints.runtime import start_runtime
from entrypoints.server import build_app, uvicorn_config
from entrypoints.settings.model import Settings
from payment_sandbox.app import create_app as create_sandbox_app
from payment_sandbox.clock import utc_now
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.vendors import EVERY_VENDOR
from portal_demo.addresses import Addresses
from portal_demo.folder import DemoState, Folder
from portal_demo.host.checkouts import LemonSqueezyCheckouts, StripeCheckouts
from portal_demo.host.customers import Customers
from portal_demo.host.portal_api import PortalApi
from portal_demo.host.shop import Shop
from portal_demo.pages.app import create_app
from portal_demo.pages.control_panel import ControlPanel
from portal_demo.pages.rendering import Rendering
from portal_demo.portal_settings import portal_settings
from portal_demo.seeding.scenario import LASTS
from portal_demo.servers import plain, serving
from portal_demo.time_machine import TimeMachine

_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Everything that runs."""

    at: Addresses
    sandbox: Sandbox
    shop: Shop
    time: TimeMachine


@asynccontextmanager
async def start_demo(
    folder: Folder,
    kept: DemoState,
    listening: Sequence[socket.socket],
    *,
    stop: asyncio.Event,
    real: Callable[[], datetime] = utc_now,
) -> AsyncIterator[Demo]:
    """`stop` is set if a server ends by itself. `real`: the time at which the customers' past ends.

    The service comes after the sandbox, since it asks the providers whose keys it was given; and its clock is the
    sandbox's.
    """
    at_host, at_portal, at_sandbox = listening
    at = Addresses.of((_port(at_host), _port(at_portal), _port(at_sandbox)))
    settings = portal_settings(folder, kept, at)
    async with AsyncExitStack() as closing:
        sandbox = Sandbox(
            EVERY_VENDOR, address=at.sandbox, file=str(folder.sandbox_database), real=lambda: real() - LASTS
        )
        closing.callback(sandbox.close)
        for vendor, secret in _webhook_secrets(kept).items():
            sandbox.deliver_to(vendor, at.webhooks(vendor), secret)
        await closing.enter_async_context(serving(plain(create_sandbox_app(sandbox)), at_sandbox, stop=stop))
        portal = await closing.enter_async_context(start_runtime(settings, stop=stop.set, clock=sandbox.clock))
        service = uvicorn_config(build_app(portal, settings))
        await closing.enter_async_context(serving(service, at_portal, stop=stop))
        shop = await closing.enter_async_context(_shop(folder, settings, at))
        demo = Demo(at=at, sandbox=sandbox, shop=shop, time=TimeMachine(sandbox))
        rendering = Rendering(now=demo.time.now, others=(at.portal, at.sandbox))
        pages = create_app(shop, ControlPanel(sandbox, demo.time), rendering)
        await closing.enter_async_context(serving(plain(pages), at_host, stop=stop))
        yield demo


def _port(listening: socket.socket) -> int:
    port: int = listening.getsockname()[1]
    return port


def _webhook_secrets(kept: DemoState) -> dict[str, str]:
    return {"stripe": kept.stripe_webhook_secret, "lemonsqueezy": kept.lemonsqueezy_webhook_secret}


@asynccontextmanager
async def _shop(folder: Folder, settings: Settings, at: Addresses) -> AsyncIterator[Shop]:
    def client(address: str, key: str) -> httpx.AsyncClient:
        authorization = {"Authorization": f"Bearer {key}"}
        return httpx.AsyncClient(base_url=address, headers=authorization, trust_env=False, timeout=_SECONDS)

    stripe, lemonsqueezy = settings.stripe, settings.lemonsqueezy
    if stripe is None or lemonsqueezy is None:
        raise RuntimeError("the demo has both providers")
    async with (
        client(at.portal, settings.http.api_keys[0]) as to_portal,
        client(at.stripe, stripe.api_key) as to_stripe,
        client(at.lemonsqueezy, lemonsqueezy.api_key) as to_lemonsqueezy,
    ):
        yield Shop(
            address=at.host,
            portal=PortalApi(to_portal),
            checkouts={
                "stripe": StripeCheckouts(to_stripe),
                "lemonsqueezy": LemonSqueezyCheckouts(to_lemonsqueezy, lemonsqueezy.store_id),
            },
            customers=Customers(folder.path / "customers.json"),
        )
