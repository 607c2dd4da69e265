"""Fixtures for tests of pages: `visit` for one visitor, `browser` for several.

Both live on an event loop that lasts for the whole run, since the browser does. A test that requests one of them runs
there; an asynchronous fixture that it uses must say `loop_scope="session"`.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from browser.chromium import find_chromium
from browser.visit import Visit, keep_trace, visiting

TRACES = Path(__file__).parents[2] / ".traces"
_SWITCH = "BROWSER_TESTS"
_OF_A_VISIT = frozenset({"visit", "page"})
_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[_failed] = item.stash.get(_failed, False) or report.failed
    return report


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: uses a browser; set by itself")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            _visit_last(item.fixturenames)


def _visit_last(names: list[str]) -> None:
    """Set up `visit` last, so that it ends first: a page must not poll a server that has stopped."""
    names.sort(key=_OF_A_VISIT.__contains__)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Start a real Chromium once for the whole run."""
    if os.environ.get(_SWITCH) == "0":
        pytest.skip(f"{_SWITCH}=0")
    chromium = find_chromium()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=chromium.path, args=chromium.flags, env={**os.environ, **chromium.environment}
        )
        try:
            yield started
        finally:
            await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """Yield a visit that must end without an error in the browser and without a request to the outside.

    The trace of a failed one is stored in `.traces`.
    """
    async with visiting(browser) as begun:
        yield begun
        complaints = begun.complaints()
        if complaints or request.node.stash.get(_failed, False):
            await keep_trace(begun, TRACES / f"{_file_name(request.node.nodeid)}.zip")
        assert complaints == []


def _file_name(test: str) -> str:
    return re.sub(r"[^\w.-]+", "-", test)


@pytest.fixture
def page(visit: Visit) -> Page:
    """Return the visit's first window."""
    return visit.page
