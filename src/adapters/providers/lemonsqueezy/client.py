"""The client of Lemon Squeezy's API. Reads are retried where that may help; writes never are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import quote

import httpx
import msgspec

from adapters.http import Response, send
from adapters.providers.lemonsqueezy.errors import NotThere, failure_of, retry_after
from adapters.providers.lemonsqueezy.rate_limit import wish_to_rest
from adapters.providers.lemonsqueezy.store_scope import StoreScope
from adapters.providers.lemonsqueezy.wire.values import OfStore
from adapters.responses import decode_response, unexpected_response
from adapters.throttle import Throttle
from application.ports.errors import ProviderUnavailable, Throttled
from domain.provider import ProviderName

T = TypeVar("T")

SECONDS_FOR_A_CALL = 25.0
"""The time limit of a background call, including its retries."""

SECONDS_FOR_A_CLICK = 10.0
"""The time limit of an interactive call."""

_JSON_API = "application/vnd.api+json"
_PAUSES = (0.5, 1.0)
_FIRST_FAILURE_OF_THE_SERVER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiResponse:
    """A response. `fetched_at`: the time of the request, by Lemon Squeezy's clock."""

    provider: ProviderName
    body: bytes = field(repr=False)
    fetched_at: datetime

    def read(self, struct: type[T]) -> T:
        """Decode the response.

        Raises:
            ProviderUnavailable: The response does not have the expected structure.
        """
        return decode_response(self.provider, self.body, struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class LemonSqueezyApi:
    """Calls the API. Failures become `ProviderUnavailable`, `ProviderRefused` or `NotThere`."""

    provider: ProviderName
    api_key: str = field(repr=False)
    api_base: str
    seller: StoreScope
    http: httpx.AsyncClient = field(repr=False)
    turns: Throttle
    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]

    async def get(
        self,
        collection: str,
        id_: str | None = None,
        *,
        params: Mapping[str, str] | None = None,
        urgent: bool = False,
        seconds: float | None = None,
    ) -> ApiResponse:
        """Request an object, or a list without `id_`. `urgent`: a person waits for it, so the time limit is shorter."""
        if not urgent:
            await self.turns.acquire()
        seconds = seconds or (SECONDS_FOR_A_CLICK if urgent else SECONDS_FOR_A_CALL)
        return await self._told(*await self._within(seconds, _path(collection, id_), params or {}, urgent=urgent))

    async def write(self, method: str, collection: str, id_: str | None, document: object) -> ApiResponse:
        """Write an object and return its new state."""
        headers = {"Content-Type": _JSON_API}
        request = self._request(method, _path(collection, id_), headers, content=msgspec.json.encode(document))
        found = await self._try(request)
        if found is None:
            raise ProviderUnavailable(self.provider, "no response")
        return await self._told(*found)

    async def _told(self, answer: Response, elapsed: timedelta) -> ApiResponse:
        date = _date(answer.headers.get("date", ""))
        rest = wish_to_rest(answer, date)
        if rest is not None:
            await self.turns.block(rest)
        failure = failure_of(answer, self.provider, date)
        if failure is not None:
            raise failure
        if date is None:
            raise ProviderUnavailable(self.provider, "the response has no valid Date header")
        return ApiResponse(provider=self.provider, body=answer.body, fetched_at=date - elapsed)

    def check(self, told: OfStore) -> None:
        """Check that an object belongs to the store and the mode.

        Raises:
            NotThere: The object belongs to another store or to the other mode.
            ProviderUnavailable: The object does not state its store or mode.
        """
        try:
            foreign = self.seller.why_foreign(told)
        except ValueError:
            raise unexpected_response(self.provider) from None
        if foreign is not None:
            raise NotThere

    async def _within(
        self, seconds: float, path: str, params: Mapping[str, str], *, urgent: bool
    ) -> tuple[Response, timedelta]:
        """Call with a time limit. Failures are raised outside of any handler: errors of httpx contain the request."""
        reason = "no response"
        try:
            async with asyncio.timeout(seconds):
                found = await self._try_again(path, params, urgent=urgent)
        except TimeoutError:
            found, reason = None, "no response in time"
        if found is None:
            raise ProviderUnavailable(self.provider, reason)
        return found

    async def _try_again(
        self, path: str, params: Mapping[str, str], *, urgent: bool
    ) -> tuple[Response, timedelta] | None:
        found = await self._try(self._request("GET", path, {}, params=dict(params)))
        for pause in _PAUSES:
            if found is not None and not _worth_repeating(found[0]):
                return found
            await self.sleep(pause)
            if not urgent and not await self._has_a_turn():
                return found
            found = await self._try(self._request("GET", path, {}, params=dict(params)))
        return found

    async def _has_a_turn(self) -> bool:
        """Throttle a retry like any other call. If the rate limit leaves no room for it, the first call failed."""
        try:
            await self.turns.acquire()
        except Throttled:
            return False
        return True

    def _request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        *,
        params: dict[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Request:
        headers = {"Authorization": f"Bearer {self.api_key}", "Accept": _JSON_API, **headers}
        return self.http.build_request(
            method, f"{self.api_base}{path}", params=params, headers=headers, content=content
        )

    async def _try(self, request: httpx.Request) -> tuple[Response, timedelta] | None:
        started = self.monotonic()
        try:
            answer = await send(self.http, request)
        except httpx.HTTPError:
            return None
        return answer, timedelta(seconds=self.monotonic() - started)


def _path(collection: str, id_: str | None) -> str:
    return f"/v1/{collection}" if id_ is None else f"/v1/{collection}/{_one_segment(id_)}"


def _one_segment(id_: str) -> str:
    """Encode any id as a single path segment. A segment of dots alone would lead to a parent path."""
    return quote(id_, safe="").replace(".", "%2E")


def _worth_repeating(answer: Response) -> bool:
    """Return whether to retry. A response that names a time must not be retried before it."""
    return answer.status >= _FIRST_FAILURE_OF_THE_SERVER and retry_after(answer) is None


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
