"""A browser that keeps cookies, sends the headers that identify a form's origin, and follows redirects within the
service.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import httpx

from billing_page.stage import Stage, staged
from billing_page.state import Arrival
from billing_page.states import STATES
from integration.http.billing_page.reading import Page

BASE = "http://localhost:8000"


@dataclass(kw_only=True)
class Browser:
    """A visitor's browser; `sent_from` holds the headers that identify the origin of a form."""

    stage: Stage
    sent_from: dict[str, str] = field(default_factory=lambda: {"sec-fetch-site": "same-origin"})

    def __post_init__(self) -> None:
        transport = httpx.ASGITransport(app=cast(Any, self.stage.app), raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=self.stage.settings.public_url or BASE)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def press(self, page: Page, button: str, **changed: str) -> httpx.Response:
        """Press a button; `changed` overrides fields of its form."""
        fields = page.buttons()[button]
        return await self.send(fields.pop(""), {**fields, **changed})

    async def send(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return await self.client.post(path, data=fields, headers=self.sent_from)

    async def enter(self) -> Page:
        """Open the page with a new login link."""
        link = await self.stage.entry()
        entered = await self.press(Page((await self.get(link)).text), "Open billing")
        assert (entered.status_code, entered.headers["location"]) == (303, "/billing")
        return Page((await self.get("/billing")).text)

    async def arrive(self) -> httpx.Response:
        """Return the response that a visitor gets in this state."""
        state = self.stage.state
        if state.arrival in (Arrival.ENTERS, Arrival.PRESSES):
            page = await self.enter()
            await self.stage.meanwhile()
            return await self.press(page, state.press) if state.press else await self.get("/billing")
        return await self.get(await self.stage.entry())


async def browser_in(name: str, **settings: Any) -> Browser:
    """Open a browser on the service in this state."""
    stage = await staged(STATES[name])
    stage.with_settings(**settings)
    return Browser(stage=stage)
