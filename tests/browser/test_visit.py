"""The instruments of page tests, each shown to detect its defect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from zipfile import ZipFile

import pytest_asyncio
from litestar import Litestar, MediaType, get
from litestar.params import FromPath
from litestar.response import Redirect
from playwright.async_api import Browser, expect
from playwright.async_api import Error as BrowserError

from browser.accessibility import violations
from browser.screenshots import screenshot
from browser.serving import serving
from browser.visit import PHONE, Visit, keep_trace, visiting

_HEAD = '<!doctype html><html lang="en"><title>Billing</title>'
_STRICT = """<meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:">"""
_PAGES = {
    "good": f"{_HEAD}<main><h1>Billing</h1><p>All is paid.</p></main>",
    "bad": f'{_HEAD}{_STRICT}<main><h1>Billing</h1><img src="data:,"></main>',
    "opener": '<a target="_blank" href="https://elsewhere.invalid/">Elsewhere</a>',
    "loud": '<script>console.error("no such luck"); throw new Error("thrown away")</script>',
}
_OUTSIDE = "https://elsewhere.invalid/"


@get("/{name:str}", media_type=MediaType.HTML, sync_to_thread=False)
def shown(name: FromPath[str]) -> str:
    return _PAGES[name]


@get("/away", sync_to_thread=False)
def away() -> Redirect:
    return Redirect(_OUTSIDE)


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[str]:
    async with serving(Litestar([shown, away], openapi_config=None)) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def stray(browser: Browser) -> AsyncIterator[Visit]:
    """Open a visit that is not checked at its end."""
    async with visiting(browser) as visit:
        yield visit


async def test_good_page_is_shown_without_violations(visit: Visit, site: str) -> None:
    await visit.page.goto(f"{site}/good")
    await expect(visit.page.get_by_role("heading", name="Billing")).to_be_visible()
    assert await violations(visit.page) == []


async def test_image_without_alternative_text_is_found_despite_a_strict_policy(visit: Visit, site: str) -> None:
    await visit.page.goto(f"{site}/bad")
    [found] = await violations(visit.page)
    assert found.startswith("image-alt (critical) at img: ")


async def test_request_to_the_outside_is_blocked_and_reported(stray: Visit, site: str) -> None:
    await stray.page.goto(f"{site}/good")
    assert await stray.page.evaluate(f"fetch('{_OUTSIDE}').then(() => 'reached', () => 'refused')") == "refused"
    assert f"a request to the outside: {_OUTSIDE}" in stray.complaints()


async def test_redirect_to_the_outside_is_blocked_and_reported(stray: Visit, site: str) -> None:
    try:
        reached = await stray.page.goto(f"{site}/away")
    except BrowserError:
        reached = None
    assert reached is None
    assert f"a request to the outside: {_OUTSIDE}" in stray.complaints()


async def test_window_opened_by_a_page_is_watched_too(stray: Visit, site: str) -> None:
    await stray.page.goto(f"{site}/opener")
    async with stray.context.expect_event("requestfailed"):
        await stray.page.get_by_role("link").click()
    assert f"a request to the outside: {_OUTSIDE}" in stray.complaints()


async def test_browser_errors_are_reported(stray: Visit, site: str) -> None:
    await stray.page.goto(f"{site}/loud")
    heard = "\n".join(stray.complaints())
    assert "no such luck" in heard
    assert "thrown away" in heard


async def test_expected_error_is_accepted_and_its_absence_reported(stray: Visit, site: str) -> None:
    stray.expects("status of 404")
    assert stray.complaints() == ["an error that was expected and did not come: status of 404"]
    await stray.page.goto(f"{site}/nowhere/at/all")
    assert stray.complaints() == []


async def test_screenshot_is_made_only_on_request(visit: Visit, site: str, tmp_path: Path) -> None:
    await visit.page.goto(f"{site}/good")
    await screenshot(visit.page, "good", folder=str(tmp_path / "pictures"))
    assert (tmp_path / "pictures" / "good.png").read_bytes().startswith(b"\x89PNG")


async def test_trace_can_be_stored(stray: Visit, site: str, tmp_path: Path) -> None:
    await stray.page.goto(f"{site}/good")
    await keep_trace(stray, tmp_path / "traces" / "visit.zip")
    assert any(name.endswith(".trace") for name in ZipFile(tmp_path / "traces" / "visit.zip").namelist())


async def test_visitor_may_have_a_phone_dark_mode_and_no_scripts(browser: Browser, site: str) -> None:
    async with visiting(browser, size=PHONE, scheme="dark", scripts=False) as visit:
        await visit.page.goto(f"{site}/loud")
        assert visit.complaints() == []
        assert visit.page.viewport_size == {"width": 390, "height": 844}
