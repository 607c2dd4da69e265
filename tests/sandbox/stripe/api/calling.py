"""Calls of the fake Stripe, by the official client or, where that cannot make them, by hand."""

from __future__ import annotations

from typing import Any

import httpx
import stripe

from adapters.http import http_client
from adapters.providers.stripe.sdk import Transport
from payment_sandbox.app import create_app
from sandbox.stripe.stage import ADDRESS, Stage
from sandbox.transport import transport_to
from stripe_schema import validate_object, validate_request
from stripe_schema.operations import find

KEY = "sk_test_example"


class ByHand:
    """Makes each call independently, and checks every returned object against Stripe's schema."""

    def __init__(self, stage: Stage) -> None:
        self.http = http_client(transport_to(create_app(stage.sandbox)))
        self.http.event_hooks = {"response": [what_is_accepted_is_what_stripe_accepts]}

    async def ask(
        self, method: str, path: str, *, form: str = "", key: str | None = KEY, **headers: str
    ) -> httpx.Response:
        """Call the API. `path` includes the query, `form` is encoded, and headers are given with underscores."""
        authorization = {} if key is None else {"Authorization": f"Bearer {key}"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content_type = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await self.http.request(
            method, f"{ADDRESS}/stripe{path}", content=form, headers=authorization | named | content_type
        )
        body = answer.json()
        if answer.is_success and "deleted" not in body and "secret" not in body:
            validate_object(body)
        return answer

    async def error(self, method: str, path: str, **further: Any) -> tuple[int, dict[str, Any]]:
        """Return status and error of a refused request."""
        answer = await self.ask(method, path, **further)
        return answer.status_code, answer.json()["error"]


async def what_is_accepted_is_what_stripe_accepts(response: httpx.Response) -> None:
    """Check that a request the fake accepts is valid in Stripe's schema, if that knows the call."""
    request = response.request
    path = request.url.path.removeprefix("/stripe")
    if response.is_success and find(request.method, path) is not None:
        validate_request(request.method, path, (request.content or request.url.query) or None)


async def no_sleep(seconds: float) -> None:
    """Wait for nothing."""


def official_client(by_hand: ByHand) -> stripe.StripeClient:
    """Build the official client over the HTTP client that the service uses."""
    return stripe.StripeClient(
        KEY,
        base_addresses={"api": f"{ADDRESS}/stripe"},
        http_client=Transport(by_hand.http, no_sleep),
        max_network_retries=2,
    )
