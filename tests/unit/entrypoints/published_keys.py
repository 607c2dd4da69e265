"""A host's key set behind a fake transport."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx

from entrypoints.tokens.browser_token import BrowserTokens
from entrypoints.tokens.jwks import JwksKeys
from examples import NOON
from fakes.clock import FakeClock
from unit.entrypoints.key_pairs import key_pair

OLD, NEW = key_pair("ES256", "old"), key_pair("EdDSA", "new")
URL = "https://app.example/keys"


class Published:
    """Serves the key set and counts the fetches. While it hangs, it accepts requests and does not answer."""

    def __init__(self, *keys: dict[str, object]) -> None:
        self.fetched = 0
        self.answer: Callable[[], httpx.Response] = lambda: httpx.Response(200, json={"keys": list(keys)})
        self.clock = FakeClock(NOON)
        self._answering = asyncio.Event()
        self._answering.set()
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._handle))
        self.keys = JwksKeys(url=URL, client=client, clock=self.clock)
        self.tokens = BrowserTokens(keys=self.keys, clock=self.clock)

    def publish(self, *keys: dict[str, object]) -> None:
        self.answer = lambda: httpx.Response(200, json={"keys": list(keys)})

    def hang(self) -> None:
        self._answering.clear()

    def go_on(self) -> None:
        self._answering.set()

    def time_out(self) -> None:
        """End the running fetch as the client does on a timeout."""
        self.answer = _timed_out
        self.go_on()

    async def until_fetched(self, times: int) -> None:
        """Wait until the fetch in the background is over."""
        for _ in range(100):
            await asyncio.sleep(0)
        assert self.fetched == times

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        assert str(request.url) == URL
        self.fetched += 1
        await self._answering.wait()
        return self.answer()


def _timed_out() -> httpx.Response:
    raise httpx.ReadTimeout("nothing arrived")
