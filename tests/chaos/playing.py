"""All lifecycles, day by day, while faults are injected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from application.portal.checkout_reference import CheckoutReferenceSigner
from chaos.book import Book
from chaos.lives.at_pages import AtPages
from chaos.lives.linking import Linking
from chaos.lives.living import Living
from chaos.lives.people import Life, everybody
from chaos.orders import Orders
from chaos.processes.settings import CUSTOMER_KEY
from chaos.stage import Stage
from chaos.time import Time
from payment_sandbox.faults import Switches


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """All customers: those who act behind the scenes, those at the pages, and those unknown to the host."""

    stage: Stage
    orders: Orders
    lives: list[Life]
    visitors: AtPages
    linking: Linking
    book: Book

    @classmethod
    def of(cls, stage: Stage, orders: Orders, book: Book) -> Playing:
        references = CheckoutReferenceSigner(key=CUSTOMER_KEY, secret=stage.secrets.references)
        lives = list(everybody(orders.seed, orders.customers, orders.days, references))
        nobodies = [(f"late_{number}", life.buyer) for number, life in enumerate(lives) if not life.buyer.id]
        return cls(
            stage=stage,
            orders=orders,
            lives=lives,
            visitors=AtPages.of(stage.shop, orders.visitors, book.deed),
            linking=Linking(
                client=stage.host, sandbox=stage.sandbox, nobodies=nobodies, seed=orders.seed, tell=book.deed
            ),
            book=book,
        )

    @property
    def customers(self) -> list[str]:
        """Return the customers that the host application knows in the end."""
        known = [life.buyer.id for life in self.lives if life.buyer.id]
        return [*known, *self.visitors.customers, *self.linking.customers]

    async def populate(self) -> None:
        """Register the customers that the host application knows or will know."""
        for id_ in (*(life.buyer.id for life in self.lives if life.buyer.id), *self.linking.customers):
            await self.stage.shop.shop.portal.register(id_, name=f"Somebody {id_}", email=f"{id_}@example.com")
        await self.visitors.register()

    async def play(self, progress: Callable[[str], None]) -> None:
        """Play all days; in the end every fault is over.

        Raises: CallFailed, DidNotStart, NoRest, NotThere
        """
        time, striking = Time(self.stage), self.stage.striking
        living = Living(self.stage.sandbox, self.lives, CUSTOMER_KEY, self.book.deed)
        began = time.now()
        self._switch(self.orders.switches)
        striking.begin()
        for day in range(self.orders.days):
            time.move_to(began + timedelta(days=day))
            self.book.day(day)
            for following in living.day(day):
                await time.through_retries()
                time.move_to(time.now() + following)
                await asyncio.sleep(0)
            await self.visitors.day(day)
            await self.linking.day(day)
            await time.through_today()
            progress(
                f"day {day + 1} of {self.orders.days}: {striking.webhooks} webhooks, {striking.struck.total()} faults"
            )
        striking.end()
        await striking.mended(all_of_it=True)
        self._switch(Switches())

    def _switch(self, switches: Switches) -> None:
        for chaos in self.stage.sandbox.chaos.values():
            chaos.switch(switches)
