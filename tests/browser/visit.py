"""A visitor's window, and the errors that occurred in it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket

from timeouts import TIMEOUT

OUTSIDE = re.compile(r"^(https?|wss?)://(?!(127\.0\.0\.1|localhost)(:\d+)?(/|$))")
"""Addresses that are not this machine."""
DESKTOP, PHONE = (1280, 900), (390, 844)
Scheme = Literal["light", "dark"]


@dataclass(kw_only=True)
class Visit:
    """`page` is the first window; every window it opens is watched too."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _expected: list[re.Pattern[str]] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def expects(self, error: str) -> None:
        """Expect an error that matches this regular expression; its absence is reported.

        A browser reports every status of 400 and above as an error: "the server responded with a status of 409".
        """
        self._expected.append(re.compile(error))

    def complaints(self) -> list[str]:
        """Return everything that a test must not end with."""
        errors = [error for error in self.errors if not any(expected.search(error) for expected in self._expected)]
        missed = [expected.pattern for expected in self._expected if not any(map(expected.search, self.errors))]
        return [
            *(f"a request to the outside: {url}" for url in self.outside),
            *(f"an error in the browser: {error}" for error in errors),
            *(f"an error that was expected and did not come: {pattern}" for pattern in missed),
        ]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _raised(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    def _asked(self, request: Request) -> None:
        self._went_to(request.url)

    def _opened(self, page: Page) -> None:
        page.on("websocket", self._connected)

    def _connected(self, socket: WebSocket) -> None:
        self._went_to(socket.url)

    def _went_to(self, url: str) -> None:
        if OUTSIDE.match(url):
            self.outside.append(url)

    def listen(self) -> None:
        """Record errors and requests from now on."""
        self.context.on("console", self._heard)
        self.context.on("weberror", self._raised)
        self.context.on("request", self._asked)
        self.context.on("page", self._opened)
        self._opened(self.page)


@asynccontextmanager
async def visiting(
    browser: Browser,
    *,
    size: tuple[int, int] = DESKTOP,
    scheme: Scheme = "light",
    locale: str = "en-US",
    scripts: bool = True,
) -> AsyncIterator[Visit]:
    """Open a visit with this screen size in pixels, locale and color scheme. Requests to the outside are blocked."""
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale=locale,
        timezone_id="UTC",
        reduced_motion="reduce",
        java_script_enabled=scripts,
        service_workers="block",
    )
    context.set_default_timeout(TIMEOUT * 1000)
    await context.route(OUTSIDE, lambda route: route.abort("addressunreachable"))
    await context.tracing.start(snapshots=True, screenshots=False, sources=False)
    try:
        visit = Visit(page=await context.new_page())
        visit.listen()
        yield visit
    finally:
        await context.close()


async def keep_trace(visit: Visit, file: Path) -> None:
    """Store the trace of the visit, for `playwright show-trace`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    await visit.context.tracing.stop(path=file)
