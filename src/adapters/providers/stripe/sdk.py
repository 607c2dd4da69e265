"""The stripe package over our own HTTP client. The package loads slowly, so the first call imports this module."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import httpx
import stripe
from stripe import _util as stripe_logging

from adapters.http import Response, send
from adapters.providers.stripe.errors import failure_of
from application.ports.errors import ProviderUnavailable
from domain.provider import ProviderName

T = TypeVar("T")
Told = TypeVar("Told", bound=stripe.StripeObject)

_RETRIES = 2
_HEADERS_OF_USE = ("date", "request-id", "retry-after", "stripe-should-retry")

# The SDK logs bodies, and the body of a portal session grants access; it also reports earlier calls with each call.
logging.getLogger("stripe").setLevel(logging.WARNING)
stripe_logging.STRIPE_LOG = None
stripe.enable_telemetry = False


class NoAnswer(stripe.APIConnectionError):
    """Raised without a response. The call may be retried, because the SDK sends an idempotency key."""

    should_retry = True

    def __init__(self) -> None:
        stripe.StripeError.__init__(self, "no response")


class Transport(stripe.HTTPClient):
    """Implements the HTTP client of the SDK, with our limits on time and size."""

    name = "httpx"

    def __init__(self, http: httpx.AsyncClient, sleep: Callable[[float], Awaitable[None]]) -> None:
        super().__init__()
        self._http = http
        self._sleep = sleep

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: str | None = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """Send a request. Unused response headers are omitted, because the SDK turns one of them into a warning."""
        request = self._http.build_request(method.upper(), url, headers=dict(headers), content=post_data)
        answer = await self._answer(request)
        if answer is None:
            raise NoAnswer
        kept = {name: answer.headers[name] for name in _HEADERS_OF_USE if name in answer.headers}
        return answer.body, answer.status, kept

    def sleep_async(self, secs: float) -> Awaitable[None]:
        return self._sleep(secs)

    async def close_async(self) -> None:
        """Do nothing: the creator of the client closes it."""

    async def _answer(self, request: httpx.Request) -> Response | None:
        try:
            return await send(self._http, request)
        except httpx.HTTPError:
            return None


class Sdk:
    """Uses the SDK's own API version and retries calls that may be repeated.

    Failures are raised outside of any handler, so that they do not reference an error of the SDK, which contains the
    request and the response.
    """

    def __init__(
        self,
        *,
        provider: ProviderName,
        api_key: str,
        api_base: str,
        http: httpx.AsyncClient,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._provider = provider
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base},
            http_client=Transport(http, sleep),
            max_network_retries=_RETRIES,
        )

    async def perform(
        self, call: Callable[[stripe.StripeClient], Awaitable[Told]], *, seconds: float
    ) -> tuple[Told, stripe.StripeResponse]:
        """
        Raises:
            ProviderUnavailable, ProviderRefused, NotThere
        """

        async def answered(client: stripe.StripeClient) -> tuple[Told, stripe.StripeResponse | None]:
            """Make the call. The response may have another structure than the SDK declares."""
            told = await call(client)
            return told, told.last_response

        told, response = await self._within(seconds, answered)
        if response is None:
            raise ProviderUnavailable(self._provider, "the response was lost")
        return told, response

    async def listing(self, path: str, parameters: Mapping[str, Any], *, seconds: float) -> stripe.StripeResponse:
        """Fetch a page of a list without creating the SDK's objects, which would take longer than all the rest.

        Raises:
            ProviderUnavailable, ProviderRefused, NotThere
        """

        async def get(client: stripe.StripeClient) -> stripe.StripeResponse:
            told: stripe.StripeResponse = await client.raw_request_async("get", path, **parameters)
            return told

        return await self._within(seconds, get)

    async def _within(self, seconds: float, call: Callable[[stripe.StripeClient], Awaitable[T]]) -> T:
        failure: Exception
        try:
            async with asyncio.timeout(seconds):
                return await call(self._client)
        except stripe.StripeError as error:
            failure = failure_of(error, self._provider)
        except TimeoutError:
            failure = ProviderUnavailable(self._provider, "no response in time")
        except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
            failure = ProviderUnavailable(self._provider, "the response could not be decoded")
        raise failure
