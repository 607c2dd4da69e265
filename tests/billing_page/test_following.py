"""An open page updates itself and stays with its customer."""

from __future__ import annotations

from datetime import timedelta

from playwright.async_api import Browser, Page, expect

from application.customers.register_customer import Registration
from billing_page.sold import subscribed
from billing_page.stage import Stage, staged
from billing_page.states import STATES
from browser.serving import serving
from browser.visit import Visit, visiting
from domain.customer import CustomerId
from examples import MONTH, NOON, pushed

BEN = CustomerId("ben")
_A_GLANCE = 1_000
"""Milliseconds within which somebody who comes back expects to see what they did."""


async def enter(page: Page, address: str, stage: Stage, customer: CustomerId | None = None) -> None:
    path = await stage.entry()
    if customer is not None:
        link = await stage.use_cases.create_billing_session(customer, return_url=None)
        path = f"/billing/enter?token={link.secret}"
    await page.goto(f"{address}{path}")
    await page.get_by_role("button", name="Open billing").click()
    await expect(page.get_by_role("heading", name="Billing", exact=True)).to_be_visible()
    await page.wait_for_load_state("load")  # the page's script has started by then


async def test_webhook_just_after_the_customers_return_is_shown_at_once(visit: Visit) -> None:
    stage = await staged(STATES["active"])
    await visit.page.clock.install(time=NOON)
    await visit.page.clock.pause_at(NOON + timedelta(seconds=1))
    async with serving(stage.app) as address:
        await enter(visit.page, address, stage)
        await expect(visit.page.get_by_text("Renews on")).to_be_visible()
        await stage.installation.hear(subscribed(cancels_at=NOON + MONTH, timestamp=pushed(60)))
        await visit.page.clock.run_for(_A_GLANCE)
        await expect(visit.page.get_by_role("main").get_by_text("Active until")).to_be_visible()
        await expect(visit.page.get_by_role("status")).to_contain_text(
            "Your billing information has been updated. Pro: Cancelled."
        )
        await visit.page.goto("about:blank")  # lest it polls after the server has stopped


async def test_page_never_shows_the_billing_of_a_later_visitor(browser: Browser) -> None:
    stage = await staged(STATES["active"])
    await stage.use_cases.register_customer(Registration(customer_id=BEN, name="Ben Carter"))
    async with serving(stage.app) as address, visiting(browser) as visit:
        visit.expects("status of 403")
        adas, bens = visit.page, await visit.context.new_page()
        await enter(adas, address, stage)
        await enter(bens, address, stage, BEN)
        await expect(adas.get_by_text("No purchases yet")).to_be_visible()
        await expect(adas.get_by_text("For Ben Carter")).to_be_visible()
        await expect(adas.get_by_role("link", name="Back")).to_have_count(0)
        assert visit.complaints() == []
