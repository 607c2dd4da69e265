"""Stripe allows 25 calls a second, and background calls leave a share for customers."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from adapters.providers.stripe.rate_limit import COOLDOWN, RATE_LIMIT
from application.ports.errors import ProviderUnavailable, Throttled
from application.ports.provider.portal import PortalRequest
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from examples import NOON
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.connected import Connected, connected
from unit.providers.stripe.reading import ref

SECOND = timedelta(seconds=1)
REQUEST = PortalRequest(
    account=ref("cus_Ada"), intent=Intent.MANAGE, subscription=None, plan_changes=True, return_url=None
)
CUSTOMER = event("customer.created")["data"]["object"]


def refused(status: int, code: str, **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": code}}, headers=headers)


async def ask(stripe: Connected) -> None:
    await stripe.ask(ObjectKind.PRICE, "price_Course")


async def held_back_for(stripe: Connected) -> timedelta:
    """Return how long background calls are blocked; this makes no call."""
    calls = len(stripe.api.calls)
    with pytest.raises(Throttled) as held_back:
        await ask(stripe)
    assert len(stripe.api.calls) == calls
    return held_back.value.retry_after


def test_rate_limit_leaves_a_fifth_of_the_calls_to_customers() -> None:
    assert RATE_LIMIT.interval * 20 >= SECOND
    assert RATE_LIMIT.at_once == 1


async def test_every_call_of_a_fetch_waits_for_the_rate_limit() -> None:
    stripe = connected(CUSTOMER)
    await stripe.provider.fetcher.fetch(ObjectKind.ACCOUNT, ref("cus_Ada"))
    calls = len(stripe.api.calls)
    assert calls > 3
    assert stripe.clock.now() == NOON + (calls - 1) * RATE_LIMIT.interval


@pytest.mark.parametrize(
    ("answer", "held_back"),
    [
        (refused(429, "rate_limit"), COOLDOWN),
        (refused(429, "rate_limit", **{"Retry-After": "30"}), 30 * SECOND),
        (refused(400, "rate_limit"), COOLDOWN),
    ],
)
async def test_rate_limit_response_blocks_all_background_calls(answer: httpx.Response, held_back: timedelta) -> None:
    stripe = connected(variant("price.course"))
    stripe.api.misbehaviour = lambda _: answer
    with pytest.raises(ProviderUnavailable):
        await ask(stripe)
    stripe.api.misbehaviour = None
    left = stripe.limits.used_until[stripe.provider.name] - stripe.clock.now()
    assert left == held_back
    stripe.clock.advance(held_back)
    await ask(stripe)


async def test_interactive_calls_are_not_throttled_during_the_cooldown() -> None:
    stripe = connected(CUSTOMER, variant("billing_portal.configuration.with_plan_changes"))
    await stripe.limits.block(stripe.provider.name, RATE_LIMIT, timedelta(minutes=1))
    assert await held_back_for(stripe) == timedelta(minutes=1)
    await stripe.provider.portal.open(REQUEST)
    await stripe.provider.setup.webhooks("https://billing.test/webhooks/stripe")
    assert stripe.clock.now() == NOON


async def test_lock_timeout_of_an_object_does_not_block_other_calls() -> None:
    stripe = connected(variant("price.course"))
    stripe.api.misbehaviour = lambda _: refused(429, "lock_timeout")
    with pytest.raises(ProviderUnavailable):
        await ask(stripe)
    stripe.api.misbehaviour = None
    await ask(stripe)


async def test_retry_without_room_in_the_rate_limit_is_not_made() -> None:
    stripe = connected(variant("price.course"))

    def fails_and_uses_all_turns_up(_: httpx.Request) -> httpx.Response:
        stripe.limits.used_until[stripe.provider.name] = stripe.clock.now() + timedelta(minutes=2)
        return httpx.Response(500, json={"error": {}})

    stripe.api.misbehaviour = fails_and_uses_all_turns_up
    with pytest.raises(ProviderUnavailable) as failed:
        await ask(stripe)
    assert not isinstance(failed.value, Throttled)
    assert len(stripe.api.calls) == 1
