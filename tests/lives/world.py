"""All lifecycles at once, and waiting until the service has received and fetched everything."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from equality.differences import differences
from equality.mirror_rows import mirror_rows
from equality.sandbox_rows import sandbox_rows
from lives.person import Person
from lives.seller import Seller
from lives.stories import DAYS, Story, parts
from payment_sandbox.faults import Switches
from portal_demo.host.customers import Customer
from portal_demo.polling import poll_until
from portal_demo.stack import Demo
from timeouts import TIMEOUT

_STEP = timedelta(minutes=2)
_STEPS = 60


@dataclass(frozen=True, slots=True)
class World:
    """`seed` decides who acts first. `portal_database` is the service's, whose fetch queue is inspected."""

    demo: Demo
    portal_database: Path
    seed: int
    people: list[tuple[Person, Story, str]] = field(default_factory=list)

    async def populate(self) -> None:
        for number, (story, provider) in enumerate(parts()):
            customer = Customer(
                id=f"user_{number}", name=f"{story.name} at {provider}", email=f"user.{number}@example.com"
            )
            await self.demo.shop.register(customer)
            self.people.append((Person(demo=self.demo, customer=customer), story, provider))

    async def play(self, troubles: Mapping[int, Switches]) -> None:
        """Play day by day, with all actions of a day at the same time. `troubles` maps days to the faults that start
        then.
        """
        chance, began = random.Random(self.seed), self.demo.time.now()  # noqa: S311  # who is quicker is no secret
        for day in DAYS:
            await self._until(began + timedelta(days=day))
            if day in troubles:
                self.trouble(troubles[day])
            chance.shuffle(self.people)
            await asyncio.gather(*(self._day(day, *each) for each in self.people))

    def trouble(self, switches: Switches) -> None:
        for chaos in self.demo.sandbox.chaos.values():
            chaos.switch(switches)

    async def settle(self) -> list[str]:
        """Let time pass in small steps until everything is sent and fetched, and return the remaining differences."""
        for _ in range(_STEPS):
            await self._at_rest()
            if not self.demo.sandbox.outbox.waiting() and not self._to_ask(None):
                break
            await self._until(self.demo.time.now() + _STEP)
        return await self.differences()

    async def differences(self) -> list[str]:
        mirror = await mirror_rows(self.demo.shop.portal, [person.customer.id for person, _, _ in self.people])
        return differences(sandbox_rows(self.demo.sandbox), mirror)

    async def _day(self, day: int, person: Person, story: Story, provider: str) -> None:
        for deed in story.days.get(day, ()):
            await deed(person, Seller(self.demo), provider)

    async def _until(self, moment: datetime) -> None:
        """Hold the clock until everything due is sent, since signatures expire."""
        assert await self.demo.time.settled(within=TIMEOUT), "webhooks do not get through"
        if moment > self.demo.time.now():
            await self.demo.time.move_to(moment)

    async def _at_rest(self) -> None:
        async def nothing_due() -> bool:
            return not self.demo.time.on_the_way() and not self._to_ask(self.demo.time.now())

        assert await poll_until(nothing_due, within=TIMEOUT), "the service does not come to rest"

    def _to_ask(self, by: datetime | None) -> int:
        """Count the service's queued fetches due by then; None counts all."""
        with closing(sqlite3.connect(f"file:{self.portal_database}?mode=ro", uri=True)) as database:
            due = "" if by is None else f"AND due_at <= '{by:%Y-%m-%d %H:%M:%S.%f}'"
            statement = f"SELECT count(*) FROM agenda WHERE coalesce(error, '') != 'gone' {due}"  # noqa: S608
            found: int = database.execute(statement).fetchone()[0]
        return found
