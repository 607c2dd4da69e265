"""A visitor of the providers' hosted pages without a browser: follows links, fills in forms, presses buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus
from urllib.parse import urljoin

import httpx

from portal_demo.seeding.forms import Button, Form, forms_of

_MOST_REDIRECTS = 5


class NotThere(Exception):
    """The page lacks this, or is an error page. The message has no URL, which could be a way to sign in."""


class _Links(HTMLParser):
    """Links by their text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._leads_to: str | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._leads_to, self._words = dict(attrs).get("href"), ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._leads_to is not None:
            self.found.setdefault(self._words.strip(), self._leads_to)
            self._leads_to = None


@dataclass(slots=True)
class Visitor:
    """`client` has this visitor's own cookies. Following a link out of `site` stores its address."""

    client: httpx.AsyncClient
    site: str
    page: str = ""
    at: str = ""

    def __repr__(self) -> str:
        return "Visitor()"

    async def open(self, url: str) -> None:
        """Raises: NotThere"""
        await self._go(self.client.build_request("GET", url))

    def links(self) -> Mapping[str, str]:
        reader = _Links()
        reader.feed(self.page)
        return reader.found

    def offers(self, words: str) -> bool:
        """Return whether the page has such a link or button."""
        return words in self.links() or self._form_with(words) is not None

    async def follow(self, words: str) -> None:
        """Raises: NotThere"""
        if words not in self.links():
            raise NotThere(f"no link {words!r}, but {sorted(self.links())}")
        await self.open(urljoin(self.at, self.links()[words]))

    async def press(self, button: str, *, choose: Sequence[str] = (), fill: Mapping[str, str] | None = None) -> None:
        """Press the button whose label begins so; `fill` sets empty fields of these names.

        Raises: NotThere
        """
        if (found := self._form_with(button)) is None:
            raise NotThere(f"no button {button!r}")
        form, pressed = found
        try:
            chosen = {name: value for words in choose for name, value in form.chosen(words).items()}
        except LookupError as error:
            raise NotThere(str(error)) from None
        empty = {name: value for name, value in (fill or {}).items() if not form.values.get(name, " ").strip()}
        sent = {pressed.name: pressed.value} if pressed.name else {}
        values, address = form.values | chosen | empty | sent, urljoin(self.at, form.action or self.at)
        if form.method == "post":
            origin = httpx.URL(self.at)
            headers = {"Origin": f"{origin.scheme}://{origin.netloc.decode()}"}
            await self._go(self.client.build_request("POST", address, data=values, headers=headers))
        else:
            await self._go(self.client.build_request("GET", address, params=values))

    def _form_with(self, button: str) -> tuple[Form, Button] | None:
        pairs = ((form, each) for form in forms_of(self.page) for each in form.buttons)
        return next(((form, each) for form, each in pairs if each.words.strip().startswith(button)), None)

    async def _go(self, request: httpx.Request) -> None:
        for _ in range(_MOST_REDIRECTS):
            answer = await self.client.send(request, follow_redirects=False)
            if answer.next_request is None:
                if answer.status_code != HTTPStatus.OK:
                    raise NotThere(f"a page responded with {answer.status_code}")
                self.page, self.at = answer.text, str(request.url)
                return
            request = answer.next_request
            if not str(request.url).startswith(f"{self.site}/"):
                return
        raise NotThere("a page redirects in a circle")
