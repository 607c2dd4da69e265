"""Calls to the API: rate limits, retries and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from application.ports.errors import ProviderUnavailable
from application.ports.provider.fetching import NotFound
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from domain.mirror.snapshot import ObjectKind
from fixtures.lemonsqueezy.payloads import variant
from unit.providers.lemonsqueezy.reading import ref


class Watch:
    """A clock that the test sets."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def in_turn(connected: LemonSqueezyUnderTest, *statuses: int) -> None:
    """Let the API fail with these statuses one after another, and then respond normally."""
    left: Iterator[int] = iter(statuses)

    def answer(request: httpx.Request) -> httpx.Response:
        status = next(left, None)
        if status is not None:
            return httpx.Response(status)
        connected.api.misbehaviour = None
        return connected.api.answer(request)

    connected.api.misbehaviour = answer


async def failure(connected: LemonSqueezyUnderTest) -> ProviderUnavailable:
    with pytest.raises(ProviderUnavailable) as failed:
        await connected.provider.fetcher.seller_id()
    return failed.value


async def test_transient_failure_is_retried() -> None:
    connected = LemonSqueezyUnderTest()
    in_turn(connected, 500, 502)
    assert await connected.provider.fetcher.seller_id() == "4100"


async def test_call_is_given_up_after_three_attempts() -> None:
    connected = LemonSqueezyUnderTest()
    in_turn(connected, 500, 500, 500, 500)
    await failure(connected)
    assert len(connected.api.calls) == 3


async def test_rate_limited_call_is_not_repeated_before_the_next_minute() -> None:
    connected = LemonSqueezyUnderTest()
    connected.answer_with(lambda _: httpx.Response(429, headers={"Date": "Sun, 15 Nov 2026 10:00:48 GMT"}))
    assert (await failure(connected)).retry_after == timedelta(seconds=12)
    again = LemonSqueezyUnderTest()
    again.answer_with(lambda _: httpx.Response(429, headers={"Retry-After": "5"}))
    assert (await failure(again)).retry_after == timedelta(seconds=5)
    assert [len(each.api.calls) for each in (connected, again)] == [1, 1]


async def test_response_is_dated_by_the_start_of_its_call() -> None:
    watch = Watch()
    connected = LemonSqueezyUnderTest(monotonic=watch)
    connected.api.hold(variant("subscriptions.active"))

    def two_seconds() -> None:
        watch.seconds += 2

    connected.watch(two_seconds)
    told = await connected.provider.fetcher.fetch(ObjectKind.SUBSCRIPTION, ref("501"))
    assert not isinstance(told, NotFound)
    (snapshot,) = told.snapshots
    assert snapshot.timestamp.fetched_at == connected.now - timedelta(seconds=2)
    assert snapshot.timestamp.as_of == datetime(2026, 11, 1, 10, 0, 8, tzinfo=UTC)


@pytest.mark.parametrize("id_", ["../stores/4100", "501?include=x", "501#x", "501/../502", "5 1", "%2e%2e", "..."])
async def test_id_cannot_change_the_request_path(id_: str) -> None:
    connected = LemonSqueezyUnderTest()
    seen: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path)
        connected.api.misbehaviour = None
        return connected.api.told({"errors": []}, 404)

    connected.answer_with(answer)
    assert await connected.provider.fetcher.fetch(ObjectKind.SUBSCRIPTION, ref(id_)) == NotFound()
    (path,) = seen
    assert path.startswith(b"/v1/subscriptions/")
    assert path.count(b"/") == 3
    assert b"?" not in path
