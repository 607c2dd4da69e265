"""Lemon Squeezy allows 300 calls a minute, and background calls leave a share for customers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from adapters.providers.lemonsqueezy.rate_limit import KEPT_FOR_CUSTOMERS, RATE_LIMIT
from application.ports.errors import ProviderUnavailable, Throttled
from application.ports.provider.portal import PortalRequest
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from fixtures.lemonsqueezy.payloads import variant
from unit.providers.lemonsqueezy.reading import ref

SECOND = timedelta(seconds=1)
REQUEST = PortalRequest(
    account=ref("7001"), intent=Intent.MANAGE, subscription=None, plan_changes=True, return_url=None
)


def connection() -> LemonSqueezyUnderTest:
    """Connect to a store with a subscriber, 20 seconds before the next minute."""
    connected = LemonSqueezyUnderTest()
    connected.api.hold(variant("customers.subscriber"), variant("subscriptions.active"))
    connected.api.now = datetime(2026, 11, 15, 10, 0, 40, tzinfo=UTC)
    return connected


async def ask(connected: LemonSqueezyUnderTest) -> None:
    await connected.provider.fetcher.fetch(ObjectKind.SUBSCRIPTION, ref("501"))


async def held_back_for(connected: LemonSqueezyUnderTest) -> timedelta:
    """Return how long background calls are blocked; this makes no call."""
    calls = len(connected.api.calls)
    with pytest.raises(Throttled) as refused:
        await ask(connected)
    assert len(connected.api.calls) == calls
    return refused.value.retry_after


def test_rate_limit_leaves_the_reserved_calls_to_customers() -> None:
    assert RATE_LIMIT.at_once + timedelta(minutes=1) / RATE_LIMIT.interval <= 300 - KEPT_FOR_CUSTOMERS


async def test_burst_is_called_at_once_and_further_calls_are_spaced() -> None:
    connected = connection()
    began = connected.clock.now()
    for _ in range(RATE_LIMIT.at_once):
        await ask(connected)
    assert connected.clock.now() == began
    for _ in range(8):
        await ask(connected)
    assert connected.clock.now() == began + 2 * SECOND


async def test_rate_limited_provider_gets_no_background_calls_during_the_cooldown() -> None:
    connected = connection()
    connected.answer_with(lambda _: httpx.Response(429, headers={"Date": "Sun, 15 Nov 2026 10:00:48 GMT"}))
    with pytest.raises(ProviderUnavailable):
        await ask(connected)
    connected.api.misbehaviour = None
    connected.clock.advance(5 * SECOND)
    assert await held_back_for(connected) == 7 * SECOND
    connected.clock.advance(7 * SECOND)
    await ask(connected)


async def test_last_calls_of_a_minute_are_reserved_for_interactive_calls() -> None:
    connected = connection()
    connected.api.left = KEPT_FOR_CUSTOMERS
    await ask(connected)
    assert await held_back_for(connected) == 20 * SECOND
    await connected.provider.portal.open(REQUEST)
    assert connected.api.calls[1:] == ["/v1/customers/7001"]
    connected.clock.advance(20 * SECOND)
    await ask(connected)


async def test_rate_limited_interactive_call_also_blocks_background_calls() -> None:
    connected = connection()
    connected.answer_with(lambda _: httpx.Response(429, headers={"Retry-After": "9"}))
    with pytest.raises(ProviderUnavailable):
        await connected.provider.portal.open(REQUEST)
    connected.api.misbehaviour = None
    assert await held_back_for(connected) == 9 * SECOND


async def test_retry_without_room_in_the_rate_limit_is_not_made() -> None:
    connected = connection()

    def fails_and_uses_all_turns_up(_: httpx.Request) -> httpx.Response:
        connected.limits.used_until[connected.provider.name] = connected.clock.now() + timedelta(minutes=2)
        return httpx.Response(500)

    connected.api.misbehaviour = fails_and_uses_all_turns_up
    with pytest.raises(ProviderUnavailable) as failed:
        await ask(connected)
    assert not isinstance(failed.value, Throttled)
    assert len(connected.api.calls) == 1
