"""Customers who do everything themselves in checkouts of the host application and the portals."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import httpx

from chaos.processes.settings import LEMONSQUEEZY_KEY, STORE_ID, Secrets
from lives.person import Person
from lives.seller import Seller
from lives.stories import Story, parts
from payment_sandbox.sandbox import Sandbox
from portal_demo.addresses import Addresses
from portal_demo.host.checkouts import Checkouts, LemonSqueezyCheckouts, StripeCheckouts
from portal_demo.host.customers import Customer, Customers
from portal_demo.host.portal_api import PortalApi
from portal_demo.host.shop import Shop
from portal_demo.stack import Demo
from portal_demo.time_machine import TimeMachine
from timeouts import TIMEOUT


@asynccontextmanager
async def selling(
    folder: Path, sandbox: Sandbox, portal: PortalApi, at: Addresses, secrets: Secrets
) -> AsyncIterator[Demo]:
    """Set up the host application: its customers, in this folder, and its provider keys."""
    async with AsyncExitStack() as closing:

        async def client(address: str, key: str) -> httpx.AsyncClient:
            headers = {"Authorization": f"Bearer {key}"}
            made = httpx.AsyncClient(base_url=address, headers=headers, trust_env=False, timeout=TIMEOUT)
            return await closing.enter_async_context(made)

        checkouts: dict[str, Checkouts] = {
            "stripe": StripeCheckouts(await client(at.stripe, secrets.stripe_key)),
            "lemonsqueezy": LemonSqueezyCheckouts(await client(at.lemonsqueezy, LEMONSQUEEZY_KEY), STORE_ID),
        }
        shop = Shop(address=at.host, portal=portal, checkouts=checkouts, customers=Customers(folder / "customers.json"))
        yield Demo(at=at, sandbox=sandbox, shop=shop, time=TimeMachine(sandbox))


@dataclass(frozen=True, slots=True)
class AtPages:
    """Plays the stories of `lives` for each visitor."""

    demo: Demo
    people: Sequence[tuple[Person, Story, str]]
    tell: Callable[[str, str], None]

    @classmethod
    def of(cls, demo: Demo, number: int, tell: Callable[[str, str], None]) -> AtPages:
        found = []
        for index, (story, provider) in enumerate(islice(cycle(parts()), number)):
            name = f"{story.name} at {provider}"
            customer = Customer(id=f"visitor_{index}", name=name, email=f"visitor.{index}@example.com")
            found.append((Person(demo=demo, customer=customer), story, provider))
        return cls(demo, found, tell)

    @property
    def customers(self) -> list[str]:
        return [person.customer.id for person, _, _ in self.people]

    async def register(self) -> None:
        for person, _, _ in self.people:
            await self.demo.shop.register(person.customer)

    async def day(self, day: int) -> None:
        """Play one visitor after another, so that the order of events is the same in every run."""
        for person, story, provider in self.people:
            for deed in story.days.get(day, ()):
                await deed(person, Seller(self.demo), provider)
                self.tell(person.customer.id, f"{story.name} at {provider}, day {day}")
