"""The client of Stripe's API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from adapters.providers.stripe.errors import TooManyCalls
from adapters.providers.stripe.rate_limit import COOLDOWN
from adapters.responses import decode_response
from adapters.throttle import Throttle
from application.ports.errors import ProviderRefused, ProviderUnavailable, Throttled
from domain.mirror.timestamp import ProviderTimestamp
from domain.provider import ProviderName

if TYPE_CHECKING:
    from stripe import ListObject, StripeClient, StripeObject, StripeResponse

    from adapters.providers.stripe.sdk import Sdk

T = TypeVar("T")
Listed = TypeVar("Listed", bound="StripeObject")
Object = TypeVar("Object", bound="StripeObject")

SECONDS_FOR_A_CALL = 25.0
"""The time limit of a background call, including its retries."""

SECONDS_FOR_A_CLICK = 10.0
"""The time limit of an interactive call."""

MOST_PAGES = 100
"""The maximum number of pages in a list, of 100 objects each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiResponse:
    """A response of Stripe. `stamp`: its provider timestamp, by Stripe's clock."""

    provider: ProviderName
    body: str = field(repr=False)
    stamp: ProviderTimestamp

    def read(self, struct: type[T]) -> T:
        """Decode the response.

        Raises:
            ProviderUnavailable: The response does not have the expected structure.
        """
        return decode_response(self.provider, self.body, struct)


@dataclass(frozen=True, kw_only=True)
class StripeApi:
    """Makes the SDK's calls. Failures become `ProviderUnavailable`, `ProviderRefused` or `NotThere`."""

    provider: ProviderName
    api_key: str = field(repr=False)
    api_base: str
    http: httpx.AsyncClient = field(repr=False)
    turns: Throttle
    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]

    async def call(
        self,
        call: Callable[[StripeClient], Awaitable[StripeObject]],
        *,
        urgent: bool = False,
        seconds: float | None = None,
    ) -> ApiResponse:
        """Request one object. `urgent`: a person waits for the response, so the call has a shorter time limit."""
        _, told = await self._exchange(call, urgent=urgent, seconds=seconds)
        return told

    async def listing(self, path: str, parameters: Mapping[str, Any]) -> ApiResponse:
        """Request one page of the list at a path."""
        response, elapsed = await self._in_turn(
            lambda sdk: sdk.listing(path, parameters, seconds=SECONDS_FOR_A_CALL), urgent=False
        )
        return self._told(response, elapsed)

    async def pages(
        self, first: Callable[[StripeClient], Awaitable[ListObject[Listed]]], *, urgent: bool = False
    ) -> AsyncIterator[ApiResponse]:
        """Yield the pages of a list."""
        page, told = await self._exchange(first, urgent=urgent)
        yield told
        for _ in range(MOST_PAGES - 1):
            if not page.has_more:
                return
            page, told = await self._exchange(_following(page), urgent=urgent)
            yield told
        raise ProviderRefused(self.provider, f"a list has more than {MOST_PAGES} pages")

    async def _exchange(
        self, call: Callable[[StripeClient], Awaitable[Object]], *, urgent: bool, seconds: float | None = None
    ) -> tuple[Object, ApiResponse]:
        bound = seconds or (SECONDS_FOR_A_CLICK if urgent else SECONDS_FOR_A_CALL)
        (answer, response), elapsed = await self._in_turn(lambda sdk: sdk.perform(call, seconds=bound), urgent=urgent)
        return answer, self._told(response, elapsed)

    async def _in_turn(self, call: Callable[[Sdk], Awaitable[T]], *, urgent: bool) -> tuple[T, timedelta]:
        """Return the response and how long the call took."""
        if not urgent:
            await self.turns.acquire()
        started = self.monotonic()
        try:
            answer = await call(self._urgent_sdk if urgent else self._patient_sdk)
        except TooManyCalls as refused:
            await self.turns.block(refused.retry_after or COOLDOWN)
            raise
        return answer, timedelta(seconds=self.monotonic() - started)

    def _told(self, response: StripeResponse, elapsed: timedelta) -> ApiResponse:
        """Stamp a response with the time of its request: `Date`, by Stripe's clock, less the time the call took."""
        date = _date(response.headers.get("date", ""))
        if date is None:
            raise ProviderUnavailable(self.provider, "the response has no valid Date header")
        stamp = ProviderTimestamp(as_of=date - elapsed, fetched_at=date - elapsed)
        return ApiResponse(provider=self.provider, body=response.body, stamp=stamp)

    @cached_property
    def _urgent_sdk(self) -> Sdk:
        return self._sdk(self.sleep)

    @cached_property
    def _patient_sdk(self) -> Sdk:
        return self._sdk(self._sleep_and_take_a_turn)

    async def _sleep_and_take_a_turn(self, seconds: float) -> None:
        """Throttle a retry like any other call. If the rate limit leaves no room for it, the first call has failed."""
        await self.sleep(seconds)
        try:
            await self.turns.acquire()
        except Throttled:
            raise ProviderUnavailable(self.provider, "no response") from None

    def _sdk(self, sleep: Callable[[float], Awaitable[None]]) -> Sdk:
        from adapters.providers.stripe.sdk import Sdk  # noqa: PLC0415  # the SDK takes its time to load

        return Sdk(
            provider=self.provider,
            api_key=self.api_key,
            api_base=self.api_base,
            http=self.http,
            sleep=sleep,
        )


def _following(page: ListObject[Listed]) -> Callable[[StripeClient], Awaitable[ListObject[Listed]]]:
    return lambda _: page.next_page_async()


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
