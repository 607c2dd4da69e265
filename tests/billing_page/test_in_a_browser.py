"""Every state of the Billing page in a real browser: accessible, on any screen, in light and dark."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from billing_page.stage import Stage, staged
from billing_page.state import Arrival
from billing_page.states import STATES
from browser.accessibility import violations
from browser.screenshots import screenshot
from browser.serving import serving
from browser.visit import PHONE, Visit

_TO_BE_SHOWN = {
    "never-bought",
    "active",
    "trial",
    "past-due",
    "cancelled-but-running",
    "change-pending",
    "purchase",
    "both-providers",
    "link",
    "provider-down",
}
"""The states of which the documentation has pictures."""
_ON_A_PHONE_AT_NIGHT = {"both-providers", "past-due"}


@pytest_asyncio.fixture(params=list(STATES), loop_scope="session")
async def stage(request: pytest.FixtureRequest) -> Stage:
    return await staged(STATES[request.param])


@pytest_asyncio.fixture(loop_scope="session")
async def address(stage: Stage) -> AsyncIterator[str]:
    async with serving(stage.app) as url:
        yield url


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.params["stage"])


async def arrived(visit: Visit, stage: Stage, address: str) -> None:
    """Bring the page into the state, like a visitor."""
    page, arrival = visit.page, stage.state.arrival
    if stage.state.slug:
        visit.expects(r"status of [45]\d\d")
    await page.goto(f"{address}{await stage.entry()}")
    if arrival is Arrival.OPENS_SPENT_LINK and await page.get_by_role("button", name="Open billing").count():
        await page.get_by_role("button", name="Open billing").click()
    if arrival in {Arrival.ENTERS, Arrival.PRESSES}:
        await page.get_by_role("button", name="Open billing").click()
        await expect(page.get_by_role("heading", name="Billing", exact=True)).to_be_visible()
    if arrival is Arrival.PRESSES:
        await stage.meanwhile()
        await page.get_by_role("button", name=stage.state.press, exact=True).click()
        await page.wait_for_url("**/billing/portal")
    # A heading may be visible before the style sheet has arrived, and colors are part of what is checked.
    await page.wait_for_load_state("load")


async def test_every_state_is_accessible_and_fits_the_screen(
    visit: Visit, stage: Stage, address: str, name: str
) -> None:
    page = visit.page
    await arrived(visit, stage, address)
    assert await violations(page) == []
    if name in _TO_BE_SHOWN:
        await screenshot(page, f"billing-{name}")
    await _at_night_on_a_phone(page)
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    if name in _ON_A_PHONE_AT_NIGHT:
        await screenshot(page, f"billing-{name}-phone")


async def _at_night_on_a_phone(page: Page) -> None:
    width, height = PHONE
    await page.set_viewport_size({"width": width, "height": height})
    await page.emulate_media(color_scheme="dark")


def test_every_screenshot_belongs_to_a_state() -> None:
    assert set(STATES) >= _TO_BE_SHOWN | _ON_A_PHONE_AT_NIGHT
