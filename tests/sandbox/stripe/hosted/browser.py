"""A browser without scripts: opens pages, follows links, submits forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from payment_sandbox.app import create_app
from payment_sandbox.sandbox import Sandbox

_HOST = "http://127.0.0.1:7070"


@dataclass
class _Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: dict[str, str] = {}
        self.forms: list[_Form] = []
        self.choices: dict[str, list[str]] = {}
        self._href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._href = said["href"]
        elif tag == "form":
            self.forms.append(_Form(action=said.get("action", ""), method=said["method"]))
        elif tag == "input" and said.get("type") == "radio":
            self.choices.setdefault(said["name"], []).append(said["value"])
            if "checked" in said:
                self.forms[-1].fields[said["name"]] = said["value"]
        elif tag == "input":
            self.forms[-1].fields[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.text.append(data.strip())
            if self._href is not None:
                self.links[data.strip()] = self._href


class Browser:
    """A browser; `left_for` is the address outside the sandbox that it was sent to, if any."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._client: TestClient[Litestar] = TestClient(create_app(sandbox), base_url=_HOST)
        self._page = _Reader()
        self._url = ""
        self.status = 0
        self.left_for: str | None = None

    def open(self, url: str) -> Browser:
        return self._arrive(self._client.get(url, follow_redirects=False), url)

    def follow(self, link: str) -> Browser:
        return self.open(self._page.links[link])

    def submit(self, **filled_in: str) -> Browser:
        """Submit the one form of the page."""
        (form,) = self._page.forms
        url, data = form.action or self._url, form.fields | filled_in
        send: dict[str, Any] = {"params": data} if form.method == "get" else {"data": data}
        return self._arrive(self._client.request(form.method, url, follow_redirects=False, **send), url)

    def post(self, url: str, **filled_in: str) -> Browser:
        """Send a request that no page offers."""
        return self._arrive(self._client.post(url, data=filled_in, follow_redirects=False), url)

    @property
    def text(self) -> str:
        return " ".join(self._page.text)

    @property
    def links(self) -> list[str]:
        return list(self._page.links)

    @property
    def choices(self) -> dict[str, list[str]]:
        return self._page.choices

    def address_of(self, link: str) -> str:
        return self._page.links[link]

    def download(self, link: str) -> Response:
        return self._client.get(self._page.links[link])

    def _arrive(self, response: Response, url: str) -> Browser:
        if response.is_redirect:
            target = response.headers["location"]
            if urlsplit(target).netloc != urlsplit(_HOST).netloc:
                self.left_for = target
                return self
            return self.open(target)
        self._page, self._url, self.status = _Reader(), url, response.status_code
        self._page.feed(response.text)
        return self
