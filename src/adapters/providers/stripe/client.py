"""Calling Stripe's API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from adapters.answers import read_answer
from application.ports.failures import ProviderRefused, ProviderUnavailable
from domain.provider import ProviderName
from domain.stamp import Stamp

if TYPE_CHECKING:
    from stripe import ListObject, StripeClient, StripeObject, StripeResponse

    from adapters.providers.stripe.sdk import Sdk

T = TypeVar("T")
Listed = TypeVar("Listed", bound="StripeObject")
Object = TypeVar("Object", bound="StripeObject")

SECONDS_FOR_A_CALL = 25.0
"""With all its repetitions."""

SECONDS_FOR_A_CLICK = 10.0
"""While a customer waits."""

MOST_PAGES = 100
"""Of 100 objects each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer of Stripe's. `stamp`: as of when, by Stripe's own clock."""

    provider: ProviderName
    body: str = field(repr=False)
    stamp: Stamp

    def read(self, struct: type[T]) -> T:
        """
        Raises:
            ProviderUnavailable: it is not what was asked for.
        """
        return read_answer(self.provider, self.body, struct)


@dataclass(frozen=True, kw_only=True)
class StripeApi:
    """Makes the SDK's calls. What goes wrong becomes `ProviderUnavailable`, `ProviderRefused` or `NotThere`."""

    provider: ProviderName
    api_key: str = field(repr=False)
    api_base: str
    http: httpx.AsyncClient = field(repr=False)
    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]

    async def call(
        self, call: Callable[[StripeClient], Awaitable[StripeObject]], *, seconds: float = SECONDS_FOR_A_CALL
    ) -> Told:
        """One object."""
        _, told = await self._exchange(call, seconds)
        return told

    async def listing(self, path: str, parameters: Mapping[str, Any]) -> Told:
        """One page of a list, by its path."""
        started = self.monotonic()
        response = await self._sdk.listing(path, parameters, seconds=SECONDS_FOR_A_CALL)
        return self._told(response, started)

    async def pages(self, first: Callable[[StripeClient], Awaitable[ListObject[Listed]]]) -> AsyncIterator[Told]:
        """A list, page by page."""
        page, told = await self._exchange(first, SECONDS_FOR_A_CALL)
        yield told
        for _ in range(MOST_PAGES - 1):
            if not page.has_more:
                return
            page, told = await self._exchange(_following(page), SECONDS_FOR_A_CALL)
            yield told
        raise ProviderRefused(self.provider, f"a list of its has more than {MOST_PAGES} pages")

    async def _exchange(self, call: Callable[[StripeClient], Awaitable[Object]], seconds: float) -> tuple[Object, Told]:
        started = self.monotonic()
        answer, response = await self._sdk.perform(call, seconds=seconds)
        return answer, self._told(response, started)

    def _told(self, response: StripeResponse, started: float) -> Told:
        """The state is as of when it was asked for: `Date` is when the answer was written, on Stripe's clock."""
        elapsed = timedelta(seconds=self.monotonic() - started)
        date = _date(response.headers.get("date", ""))
        if date is None:
            raise ProviderUnavailable(self.provider, "its answer does not say of when it is")
        stamp = Stamp(as_of=date - elapsed, asked_at=date - elapsed)
        return Told(provider=self.provider, body=response.body, stamp=stamp)

    @cached_property
    def _sdk(self) -> Sdk:
        from adapters.providers.stripe.sdk import Sdk  # noqa: PLC0415  # the SDK takes its time to load

        return Sdk(
            provider=self.provider,
            api_key=self.api_key,
            api_base=self.api_base,
            http=self.http,
            sleep=self.sleep,
        )


def _following(page: ListObject[Listed]) -> Callable[[StripeClient], Awaitable[ListObject[Listed]]]:
    return lambda _: page.next_page_async()


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
