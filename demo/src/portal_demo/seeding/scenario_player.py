"""Playing the past: on hosted pages and through webhooks, as it would have come about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from portal_demo.host.customers import Customer
from portal_demo.host.shop import Shop
from portal_demo.seeding.form_browser import FormBrowser
from portal_demo.seeding.scenario import ACTIONS, CUSTOMERS, LASTS, Buys, Cancels
from portal_demo.time_machine import TimeMachine

_SECONDS = 30
_SECONDS_TO_FOLLOW = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPlayer:
    """`began`: the moment of its first day; `hosted`: where the providers' pages are."""

    shop: Shop
    time: TimeMachine
    began: datetime
    hosted: str

    async def play(self) -> None:
        """
        Raises:
            CallFailed, FormNotFound, TimeoutError
        """
        for customer in CUSTOMERS:
            await self.shop.register(customer)
        for deed in ACTIONS:
            await self._until(deed.day)
            match deed:
                case Buys():
                    await self._buy(deed)
                case Cancels():
                    await self._cancel(deed)
            await self.time.settled()
        await self._until(LASTS / timedelta(days=1))
        for customer in CUSTOMERS:
            await self.shop.follows(customer, within=_SECONDS_TO_FOLLOW)

    async def _until(self, day: float) -> None:
        moment = self.began + timedelta(days=day)
        if moment > self.time.now():
            await self.time.move_to(moment)

    async def _buy(self, deed: Buys) -> None:
        customer = self._customer(deed.customer)
        url = await self.shop.begin_checkout(customer, deed.provider, deed.offer)
        async with self._person() as person:
            await person.open(url)
            await person.press(choose=[deed.card], fill={"name": customer.name, "email": customer.email})

    async def _cancel(self, deed: Cancels) -> None:
        customer = self._customer(deed.customer)
        url = await self.shop.portal.provider_portal(
            customer.id, intent="cancel", return_url=self.shop.return_url(customer)
        )
        async with self._person() as person:
            await person.open(url)
            await person.press()

    def _customer(self, id_: str) -> Customer:
        return next(customer for customer in CUSTOMERS if customer.id == id_)

    @asynccontextmanager
    async def _person(self) -> AsyncIterator[FormBrowser]:
        async with httpx.AsyncClient(trust_env=False, timeout=_SECONDS) as client:
            yield FormBrowser(client=client, site=self.hosted)
