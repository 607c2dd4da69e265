"""One customer's story: a window, the host application, our Billing page, the provider's pages, and time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from playwright.async_api import Page, expect

from browser.visit import Visit
from portal_demo.host.customers import Customer
from portal_demo.host.offers import OFFERS
from portal_demo.polling import poll_until
from portal_demo.stack import Demo
from stories.holding import Holding
from stories.in_the_api import Answered, answered, in_the_api
from stories.in_words import Said, in_words, said
from stories.vendor import Vendor
from timeouts import TIMEOUT

_EVENING = time(18, tzinfo=UTC)
_A_MOMENT = timedelta(seconds=20)
"""Changes that come seconds apart leave a doubt in which order they were; it is gone a moment later."""
_A_VISIT = timedelta(minutes=50)
"""A little less than one of the Billing page lasts."""
_T = TypeVar("_T")


@dataclass(kw_only=True)
class Story:
    """`vendor` is the provider of this story. Each step continues on the page that the previous one reached."""

    demo: Demo
    visit: Visit
    vendor: Vendor
    customer: Customer = field(init=False)
    _signed_in_until: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)

    @property
    def page(self) -> Page:
        return self.visit.page

    async def begins(self, name: str = "Ada Moss") -> None:
        """Register a new customer at the host application."""
        await self.page.goto(self.demo.at.host)
        await self.page.get_by_label("New customer").fill(name)
        await self.page.get_by_role("button", name="Add").click()
        await self.page.get_by_role("heading", name=name, exact=True).wait_for()
        *_, self.customer = self.demo.shop.customers

    async def buys(self, offer: str, *, at: Vendor | None = None, card: str | None = None) -> date:
        """Buy in the hosted checkout, starting from the host application. Return the day in UTC."""
        vendor = at or self.vendor
        await self.is_at_the_host()
        await self.page.get_by_role("button", name=f"Buy {OFFERS[offer].name} at {vendor.called}").click()
        await self.page.get_by_label(card or vendor.works).check()
        await self.page.get_by_role("main").get_by_role("button").click()
        await self._is_the_customers_page()
        return self.today()

    def today(self) -> date:
        return self.demo.time.now().date()

    async def time_passes_until(self, day: date) -> None:
        """Advance to the evening of that day, when everything due on it has happened, without viewing any page."""
        await self.is_at_the_host()
        await self.demo.time.move_to(datetime.combine(day, _EVENING))

    async def opens_billing(self) -> None:
        """Open the Billing page with the host application's button."""
        await self.is_at_the_host()
        await self.page.get_by_role("button", name="Billing").click()
        await self.page.get_by_role("button", name="Open billing").click()
        self._signed_in_until = self.demo.time.now() + _A_VISIT
        await self._is_the_billing_page()

    async def is_at_billing(self) -> None:
        """Return to the Billing page in the same session, if that is still valid."""
        if self.demo.time.now() > self._signed_in_until:
            return await self.opens_billing()
        await self.page.goto(f"{self.demo.at.portal}/billing")
        return await self._is_the_billing_page()

    async def presses(self, button: str, *, at: Vendor | None = None) -> None:
        """Press a button on the Billing page and reach the provider's page."""
        vendor = at or self.vendor
        await self.page.get_by_role("button", name=button).click()
        await self.page.wait_for_url(f"{self.demo.at.sandbox}/{vendor.name}/**")

    async def is_not_offered(self, button: str) -> None:
        """Check that the Billing page does not offer this."""
        await self._is_the_billing_page()
        await expect(self.page.get_by_role("button", name=button)).to_have_count(0)

    async def has(self, *holdings: Holding, at: Vendor | None = None) -> None:
        """Check that sandbox, API and page all show these purchases."""
        vendor = at or self.vendor
        expected = list(holdings)
        records = self.demo.sandbox.records[vendor.name]
        kept = vendor.holdings(records, self.customer.email)
        assert kept == expected, _unlike(kept, expected)
        await self.settle()

        async def api() -> list[Answered]:
            return answered(await self.demo.shop.portal.billing(self.customer.id), vendor)

        async def page() -> list[Said]:
            return await said(self.page, vendor)

        await self.agrees(api, [in_the_api(each, vendor) for each in expected])
        await self.is_at_billing()
        await self.agrees(page, [in_words(each, vendor) for each in expected])

    async def settle(self) -> None:
        """Wait until due webhooks have arrived and all queued fetches are done."""
        assert await self.demo.time.settled()
        await self.demo.time.move_to(self.demo.time.now() + _A_MOMENT)

    async def agrees(self, answer: Callable[[], Awaitable[_T]], expected: _T) -> None:
        """Wait, up to a limit, until they agree."""
        heard: list[_T] = []

        async def as_expected() -> bool:
            heard.append(await answer())
            return heard[-1] == expected

        assert await poll_until(as_expected, within=TIMEOUT), _unlike(heard[-1], expected)

    async def is_at_the_host(self) -> None:
        await self.page.goto(f"{self.demo.at.host}/customers/{self.customer.id}")
        await self._is_the_customers_page()

    async def _is_the_billing_page(self) -> None:
        await self.page.get_by_role("button", name="Sign out of Billing").wait_for()

    async def _is_the_customers_page(self) -> None:
        await self.page.get_by_role("heading", name=self.customer.name, exact=True).wait_for()


def _unlike(heard: object, expected: object) -> str:
    return f"\n{heard}\nis not\n{expected}"
