"""Somebody at the hosted pages, without a browser: reads the page, fills in its form and presses the button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin

import httpx

from portal_demo.seeding.forms import Button, Form, forms_of

_MOST_REDIRECTS = 5


class FormNotFound(Exception):
    """The page is not what this person was told to expect. Says which page, and no address: that may be a way in."""


@dataclass(slots=True)
class FormBrowser:
    """`client`: with cookies of this person's own. Wherever pages lead, the person stays at `site`."""

    client: httpx.AsyncClient
    site: str
    _page: str = ""
    _at: str = field(default="", repr=False)

    async def open(self, url: str) -> None:
        """
        Raises:
            FormNotFound
        """
        await self._go(self.client.build_request("GET", url))

    async def press(self, *, choose: Sequence[str] = (), fill: Mapping[str, str] | None = None) -> None:
        """Choose what has these words beside it, fill in what is empty, and send off the first form that has both.

        Raises:
            FormNotFound
        """
        form, chosen = self._form_with(choose)
        empty = {name: value for name, value in (fill or {}).items() if not form.values.get(name, " ").strip()}
        button = form.buttons[0] if form.buttons else Button("", "")
        pressed = {button.name: button.value} if button.name else {}
        values = form.values | chosen | empty | pressed
        address = urljoin(self._at, form.action)
        request = (
            self.client.build_request("POST", address, data=values, headers={"Origin": self._origin()})
            if form.method == "post"
            else self.client.build_request("GET", address, params=values)
        )
        await self._go(request)

    def _origin(self) -> str:
        url = httpx.URL(self._at)
        return f"{url.scheme}://{url.netloc.decode()}"

    def _form_with(self, choices: Sequence[str]) -> tuple[Form, dict[str, str]]:
        for form in forms_of(self._page):
            try:
                return form, {name: value for words in choices for name, value in form.chosen(words).items()}
            except LookupError:
                continue
        raise FormNotFound(f"no form offers {' and '.join(choices) or 'anything'}")

    async def _go(self, request: httpx.Request) -> None:
        for _ in range(_MOST_REDIRECTS):
            answer = await self.client.send(request, follow_redirects=False)
            if answer.next_request is None:
                if answer.status_code != HTTPStatus.OK:
                    raise FormNotFound(f"a page responded with {answer.status_code}")
                self._page, self._at = answer.text, str(request.url)
                return
            request = answer.next_request
            if not str(request.url).startswith(f"{self.site}/"):
                self._page = self._at = ""
                return
        raise FormNotFound("a page redirects in a circle")
