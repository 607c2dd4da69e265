"""Calls to Stripe: timestamps, retries and headers."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from itertools import count

import httpx
import pytest

from application.ports.errors import ProviderRefused, ProviderUnavailable
from application.ports.provider.portal import PortalRequest
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from examples import NOON
from fakes.stripe_api import FakeStripe
from fixtures.stripe.payloads import API_VERSION, event, variant
from unit.providers.stripe.connected import connected
from unit.providers.stripe.reading import ref

CUSTOMER = event("customer.created")["data"]["object"]
REQUEST = PortalRequest(
    account=ref("cus_Ada"), intent=Intent.MANAGE, subscription=None, plan_changes=True, return_url=None
)


async def test_response_is_dated_by_the_start_of_its_call_on_stripes_clock() -> None:
    ticks = count(100, 2)
    stripe = connected(variant("price.course"), monotonic=lambda: float(next(ticks)))
    (price,) = (await stripe.ask(ObjectKind.PRICE, "price_Course")).snapshots
    fetched_at = stripe.api.now - timedelta(seconds=2)
    assert (price.timestamp.as_of, price.timestamp.fetched_at) == (fetched_at, fetched_at)


async def test_connection_failure_is_retried_twice() -> None:
    stripe = connected(variant("price.course"))
    failures = iter([httpx.ConnectError("refused"), httpx.ReadTimeout("late")])

    def answer(request: httpx.Request) -> httpx.Response:
        failure = next(failures, None)
        if failure is not None:
            raise failure
        return stripe.api.told(variant("price.course"))

    stripe.api.misbehaviour = answer
    assert (await stripe.ask(ObjectKind.PRICE, "price_Course")).snapshots
    assert len(stripe.api.calls) == 3
    assert stripe.clock.now() >= NOON + timedelta(seconds=0.5)


async def test_call_is_given_up_after_three_attempts() -> None:
    stripe = connected()
    stripe.api.misbehaviour = lambda _: httpx.Response(503, json={"error": {}})
    with pytest.raises(ProviderUnavailable):
        await stripe.provider.fetcher.seller_id()
    assert len(stripe.api.calls) == 3


async def test_rate_limited_call_is_not_retried() -> None:
    stripe = connected()
    stripe.api.misbehaviour = lambda _: httpx.Response(
        429, json={"error": {"code": "rate_limit"}}, headers={"Retry-After": "99999"}
    )
    with pytest.raises(ProviderUnavailable) as refused:
        await stripe.provider.fetcher.seller_id()
    assert len(stripe.api.calls) == 1
    assert refused.value.retry_after == timedelta(hours=1)


@pytest.mark.parametrize("status", [409, 424, 500])
async def test_transient_error_is_reported_as_unavailable(status: int) -> None:
    stripe = connected()
    stripe.api.misbehaviour = lambda _: httpx.Response(status, json={"error": {"code": "busy"}})
    with pytest.raises(ProviderUnavailable):
        await stripe.provider.fetcher.seller_id()


async def test_retried_portal_session_keeps_its_idempotency_key_and_a_second_click_does_not() -> None:
    stripe, keys = connected(CUSTOMER, variant("billing_portal.configuration.with_plan_changes")), list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["idempotency-key"])
        return httpx.Response(500, json={"error": {}})

    stripe.api.misbehaviour = answer
    for _ in range(2):
        with pytest.raises(ProviderUnavailable):
            await stripe.provider.portal.open(REQUEST)
    assert len(keys) == 6
    assert len(set(keys)) == 2


async def test_api_version_is_pinned_and_telemetry_is_off() -> None:
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return FakeStripe().told(variant("account.own"))

    stripe = connected()
    stripe.api.misbehaviour = answer
    for _ in range(2):
        await stripe.provider.fetcher.seller_id()
    assert {headers["stripe-version"] for headers in seen} == {API_VERSION}
    assert not [name for headers in seen for name in headers if "telemetry" in name]
    assert not [headers for headers in seen if "platform" in headers["x-stripe-client-user-agent"]]


async def test_notice_in_a_response_raises_no_warning() -> None:
    stripe = connected()
    answer = stripe.api.told(variant("account.own"))
    answer.headers["Stripe-Notice"] = "read our news"
    stripe.api.misbehaviour = lambda _: answer
    assert await stripe.provider.fetcher.seller_id() == "acct_Example"


async def test_key_that_cannot_be_sent_is_not_shown() -> None:
    stripe = connected()
    broken = connected()
    broken.api.key = stripe.api.key = "sk_test_é"
    with pytest.raises(ProviderRefused) as refused:
        await broken.provider.fetcher.seller_id()
    assert "sk_test" not in str(refused.value)


async def test_endless_list_is_given_up() -> None:
    stripe = connected(CUSTOMER)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/v1/customers"):
            return stripe.api.told(CUSTOMER)
        listed = variant("subscription.renewed") | {"schedule": None}
        return stripe.api.told({"object": "list", "data": [listed], "has_more": True, "url": request.url.path})

    stripe.api.misbehaviour = answer
    with pytest.raises(ProviderRefused):
        await stripe.provider.fetcher.fetch(ObjectKind.ACCOUNT, ref("cus_Ada"))
    assert len(stripe.api.calls) == 101


@pytest.mark.processes
def test_sdk_is_not_loaded_before_the_first_call() -> None:
    program = "import sys, adapters.providers.stripe.assembly; sys.exit('stripe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
