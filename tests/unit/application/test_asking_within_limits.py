"""Concurrent fetches within the providers' rate limits."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from application.ports.errors import ProviderUnavailable, StorageUnavailable, Throttled
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from application.ports.storage.storage import ObjectKey
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from examples import ALPHA, fetched, ref, told_subscription
from unit.application.stage import SUBSCRIPTION, Stage

SECONDS = timedelta(seconds=1)


def key(id_: str, provider: ProviderName = ALPHA) -> ObjectKey:
    return ObjectKind.SUBSCRIPTION, ref(id_, provider)


async def want(stage: Stage, *ids: str, provider: ProviderName = ALPHA) -> None:
    """Queue fetches of subscriptions that the provider knows."""
    for id_ in ids:
        kind, wanted = key(id_, provider)
        await stage.hear(fetch_requests=(FetchRequest(kind=kind, ref=wanted),))
        answer = told_subscription(id_, provider=provider, timestamp=fetched(1))
        stage.alpha.answers[kind, wanted] = stage.beta.answers[kind, wanted] = ProviderUpdate(snapshots=(answer,))


async def test_throttled_fetch_is_requeued_and_does_not_count_as_an_attempt(stage: Stage) -> None:
    await want(stage, "sub")
    for fails, comes_back in (
        (ProviderUnavailable(ALPHA, "no answer"), 10 * SECONDS),
        (Throttled(ALPHA, retry_after=3 * SECONDS), 3 * SECONDS),
        (Throttled(ALPHA, retry_after=3 * SECONDS), 3 * SECONDS),
        (ProviderUnavailable(ALPHA, "no answer"), 20 * SECONDS),
    ):
        stage.alpha.fails = fails
        await stage.ask()
        assert stage.agenda[SUBSCRIPTION].due_at == stage.clock.now() + comes_back
        assert stage.agenda[SUBSCRIPTION].error == "no answer"
        stage.clock.advance(comes_back)


async def test_throttled_fetch_is_not_counted_as_fetched(stage: Stage) -> None:
    await want(stage, "a", "b", "c")
    stage.alpha.failures[key("b")] = Throttled(ALPHA, retry_after=SECONDS)
    assert await stage.ask() == 2
    stage.alpha.failures.clear()
    assert await stage.ask(after=SECONDS) == 1
    assert not stage.agenda


async def test_leased_tasks_are_fetched_concurrently(stage: Stage) -> None:
    await want(stage, "a", "b", "c")
    under_way: list[int] = [0]

    async def others_begin() -> None:
        under_way.append(under_way[-1] + 1)
        await asyncio.sleep(0)
        under_way.append(under_way[-1] - 1)

    stage.alpha.meanwhile = {key(id_): others_begin for id_ in ("a", "b", "c")}
    assert await stage.ask() == 3
    assert max(under_way) == 3


async def test_lost_database_connection_leaves_no_fetch_running(stage: Stage) -> None:
    await want(stage, "a", "b")
    heard = asyncio.Event()

    async def later() -> None:
        for _ in range(10):
            await asyncio.sleep(0)
        heard.set()

    stage.alpha.failures[key("a")] = StorageUnavailable()
    stage.alpha.meanwhile[key("b")] = later
    with pytest.raises(StorageUnavailable):
        await stage.ask()
    assert heard.is_set()
    assert set(stage.agenda) == {key("a")}
