"""The demo's own pages in a browser, and the whole cycle once: buy, view, change at the provider, view the change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from browser.accessibility import violations
from browser.visit import DESKTOP, PHONE, Scheme, Visit, visiting
from demo.running_demo import running_demo
from payment_sandbox.faults import Switches
from portal_demo.stack import Demo

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with running_demo(tmp_path) as running:
        yield running


async def somebody_new(page: Page, demo: Demo, name: str = "Ada Moss") -> None:
    await page.goto(demo.at.host)
    await page.get_by_label("New customer").fill(name)
    await page.get_by_role("button", name="Add").click()
    await expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


async def buy(page: Page, what: str) -> None:
    await page.get_by_role("button", name=f"Buy {what}").click()
    await page.get_by_role("main").get_by_role("button").click()


async def test_customer_buys_changes_the_plan_and_sees_the_change(visit: Visit, demo: Demo) -> None:
    page = visit.page
    await somebody_new(page, demo)
    await buy(page, "Basic, monthly at Stripe")
    await expect(page.get_by_text("Basic, $9.00 a month")).to_be_visible()

    await page.get_by_role("button", name="Billing").click()
    await page.get_by_role("button", name="Open billing").click()
    await page.get_by_role("button", name="Change plan").click()
    await page.get_by_label("Pro, $19.00 per month").check()
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("button", name="Confirm").click()
    await expect(page).to_have_url(f"{demo.at.portal}/billing")
    await expect(page.get_by_role("heading", name="Pro")).to_be_visible()

    await page.get_by_role("link", name="Back").click()
    await expect(page.get_by_text("Pro, $19.00 a month")).to_be_visible()


async def test_purchase_at_lemon_squeezy_is_shown_at_once(visit: Visit, demo: Demo) -> None:
    await somebody_new(visit.page, demo)
    await buy(visit.page, "Lifetime licence at Lemon Squeezy")
    await visit.page.goto(demo.at.host)
    await expect(visit.page.get_by_text("Lifetime, $149.00")).to_be_visible()
    await expect(visit.page.get_by_text("purchase_paid")).to_be_visible()


async def test_time_moves_for_all_customers(visit: Visit, demo: Demo) -> None:
    page = visit.page
    await page.goto(demo.at.host)
    before = demo.time.now()
    await page.get_by_role("button", name="A week").click()
    after = before + timedelta(days=7)
    await expect(page.get_by_role("banner").get_by_text(f"{after.day} {after:%B %Y}")).to_be_visible()


async def test_faults_are_switched_on_and_off(visit: Visit, demo: Demo) -> None:
    page = visit.page
    await page.goto(demo.at.host)
    await page.get_by_label("Webhooks arrive twice").check()
    await page.get_by_label("Webhooks arrive late").check()
    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_label("Webhooks arrive twice")).to_be_checked()
    assert {chaos.switches for chaos in demo.sandbox.chaos.values()} == {
        Switches(duplicated=0.5, delayed=0.5, delay_seconds=8)
    }
    await page.get_by_label("Webhooks arrive twice").uncheck()
    await page.get_by_label("Webhooks arrive late").uncheck()
    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_label("Webhooks arrive twice")).not_to_be_checked()
    assert {chaos.switches for chaos in demo.sandbox.chaos.values()} == {Switches()}


async def test_moving_the_clock_back_is_refused_with_a_message(visit: Visit, demo: Demo) -> None:
    visit.expects("status of 400")
    await visit.page.goto(demo.at.host)
    await visit.page.get_by_label("To a date").evaluate(
        "input => { input.removeAttribute('min'); input.value = '2020-01-01' }"
    )
    await visit.page.get_by_role("button", name="Go").click()
    await expect(visit.page.get_by_text("The clock only moves forward")).to_be_visible()
    assert await violations(visit.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_pages_are_accessible(browser: Browser, demo: Demo, size: tuple[int, int], scheme: Scheme) -> None:
    async with visiting(browser, size=size, scheme=scheme) as visit:
        await somebody_new(visit.page, demo)
        await buy(visit.page, "Lifetime licence at Lemon Squeezy")
        await expect(visit.page.get_by_text("Lifetime, $149.00")).to_be_visible()
        assert await violations(visit.page) == []
        await visit.page.goto(demo.at.host)
        assert await violations(visit.page) == []
        assert visit.complaints() == []


async def test_customer_without_a_name_is_refused(demo: Demo) -> None:
    async with httpx.AsyncClient(base_url=demo.at.host, trust_env=False) as person:
        answer = await person.post("/customers", data={"name": "  "}, headers={"Origin": demo.at.host})
        assert (answer.status_code, "Enter a name." in answer.text) == (400, True)
    assert list(demo.shop.customers) == []


async def test_cross_origin_form_is_refused(demo: Demo) -> None:
    async with httpx.AsyncClient(base_url=demo.at.host, trust_env=False) as stranger:
        for headers in ({}, {"Origin": "https://elsewhere.invalid"}, {"Origin": "null"}):
            answer = await stranger.post("/clock", data={"by": "day"}, headers=headers)
            assert answer.status_code == 403
        answer = await stranger.get("/", headers={"Host": "elsewhere.invalid"})
        assert answer.status_code == 400
