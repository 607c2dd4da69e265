"""Everything that runs: the sandbox here, the service in its own processes, and a load balancer in front of each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from adapters.providers.stripe.destination_checks import THIN_EVENTS
from chaos.faults.plan import Kind, plan
from chaos.faults.striking import Striking
from chaos.lives.at_pages import selling
from chaos.orders import Orders
from chaos.processes.clock import SharedClock
from chaos.processes.database import Database, database
from chaos.processes.fleet import Command, Server, running
from chaos.processes.front import Front
from chaos.processes.settings import Secrets, settings
from payment_sandbox.app import create_app
from payment_sandbox.clock import utc_now
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.stripe import event_destinations
from payment_sandbox.stripe.vendor import StripeVendor
from payment_sandbox.vendors import EVERY_VENDOR
from portal_demo.addresses import Addresses
from portal_demo.host.portal_api import PortalApi
from portal_demo.ports import listening, url
from portal_demo.servers import plain, serving
from portal_demo.stack import Demo
from postgres.server import free_port

_BEGINNING = datetime(2026, 3, 2, 12, tzinfo=UTC)
_SECONDS = 30.0
_SECONDS_TO_MIGRATE = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """`host` calls the service like the host application's server. `run` builds a one-off command from the name of
    its log and its arguments.
    """

    sandbox: Sandbox
    clock: SharedClock
    database: Database
    host: httpx.AsyncClient
    shop: Demo
    striking: Striking
    servers: tuple[Server, ...]
    secrets: Secrets
    run: Callable[..., Command]
    show_time: Callable[[], None]


@asynccontextmanager
async def staged(orders: Orders, folder: Path, tell: Callable[[str, str], None]) -> AsyncIterator[Stage]:
    """Run everything for the duration of the block. `folder` holds the logs and the sandbox's state."""
    secrets, by = Secrets(), _BEGINNING - utc_now()
    async with AsyncExitStack() as closing:
        at_sandbox, *_ = closing.enter_context(listening(None, friendly=(0,)))
        kept = closing.enter_context(database(orders.database, folder))
        to_portal, to_providers = free_port(), free_port()
        at = Addresses(host="https://shop.example.com", portal=url(to_portal), sandbox=url(to_providers))
        sandbox = Sandbox(
            EVERY_VENDOR,
            address=at.sandbox,
            file=str(folder / "sandbox.sqlite3"),
            seed=str(orders.seed),
            real=lambda: utc_now() + by,
        )
        closing.callback(sandbox.close)
        for vendor, secret in secrets.webhooks.items():
            sandbox.deliver_to(vendor, at.webhooks(vendor), secret)
        if orders.thin:
            _deliver_thin(sandbox, at.webhooks("stripe"), secrets.webhooks["stripe"])
        clock_file = folder / "clock"
        clock = SharedClock.made(clock_file)
        clock.show(by + sandbox.clock.ahead)
        environment = settings(secrets, database=kept.url, portal=at.portal, providers=at.sandbox)

        def command(name: str, *arguments: str) -> Command:
            return Command(arguments=arguments, settings=environment, clock=clock_file, log=folder / f"{name}.log")

        serve = ("serve", "--without-worker") if orders.workers else ("serve",)
        webs = [
            Server(name=f"web {number}", port=port, command=command(f"web-{number}", *serve, "--port", str(port)))
            for number, port in enumerate((free_port() for _ in range(orders.webs)), start=1)
        ]
        workers = [
            Server(name=f"worker {number}", command=command(f"worker-{number}", "worker"))
            for number in range(1, orders.workers + 1)
        ]
        striking = Striking(
            plan=plan(orders.seed, kinds_of(orders), apart=orders.faults_apart, troubles=orders.troubles),
            webs=webs,
            workers=workers,
            database=kept,
            sandbox=sandbox,
            usual=orders.switches,
            tell=tell,
        )
        own: int = at_sandbox.getsockname()[1]
        await closing.enter_async_context(Front([own], striking.call_passes).listening(to_providers))
        ports = [web.port for web in webs if web.port is not None]
        await closing.enter_async_context(Front(ports, striking.webhook_passes).listening(to_portal))
        await closing.enter_async_context(serving(plain(create_app(sandbox)), at_sandbox, stop=asyncio.Event()))
        if orders.database == "postgresql":
            await command("migrate", "migrate").ended(within=_SECONDS_TO_MIGRATE)
        await closing.enter_async_context(running([*webs, *workers]))
        client = httpx.AsyncClient(
            base_url=at.portal,
            headers={"Authorization": f"Bearer {secrets.operator_key}"},
            trust_env=False,
            timeout=_SECONDS,
        )
        await closing.enter_async_context(client)
        yield Stage(
            sandbox=sandbox,
            clock=clock,
            database=kept,
            host=client,
            shop=await closing.enter_async_context(selling(folder, sandbox, PortalApi(client), at, secrets)),
            striking=striking,
            servers=(*webs, *workers),
            secrets=secrets,
            run=command,
            show_time=lambda: clock.show(by + sandbox.clock.ahead),
        )


def _deliver_thin(sandbox: Sandbox, url: str, secret: str) -> None:
    """Subscribe the same address and secret to thin events of every handled type."""
    stripe = sandbox.vendors["stripe"]
    assert isinstance(stripe, StripeVendor)
    with sandbox.storage.together():
        made = event_destinations.create(
            stripe.account, name="thin", url=url, event_payload="thin", enabled_events=THIN_EVENTS
        )
        stripe.account.records.put(event_destinations.SECRET, {"id": made["id"], "secret": secret})


def kinds_of(orders: Orders) -> tuple[Kind, ...]:
    """Return the kinds of faults that this setup can have."""
    workers = (Kind.WORKER_KILLED,) if orders.workers else ()
    crashes = (Kind.DATABASE_CRASHED,) if orders.database == "postgresql" else ()
    return (Kind.WEB_KILLED, *workers, *crashes, Kind.PROVIDERS_TROUBLED)
