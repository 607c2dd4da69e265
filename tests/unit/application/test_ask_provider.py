"""Processing of the fetch queue."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from application.fetching.fetch_due_objects import LEASE
from application.ports.errors import ProviderRefused, ProviderUnavailable, StorageUnavailable
from application.ports.provider.fetching import NotFound
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from application.ports.storage.storage import AnomalyKind, ObjectKey
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from domain.subscription import SubscriptionStatus
from examples import ADA, ALPHA, BETA, MONTH, NOON, after, claim, fetched, ref, told_subscription
from unit.application.stage import SUBSCRIPTION, Stage

SECONDS = timedelta(seconds=1)
HOURS = timedelta(hours=1)
DAYS = timedelta(days=1)


def key(id_: str, provider: ProviderName = ALPHA) -> ObjectKey:
    return ObjectKind.SUBSCRIPTION, ref(id_, provider)


async def want(stage: Stage, *ids: str, provider: ProviderName = ALPHA) -> None:
    """Queue fetches of subscriptions that the provider knows."""
    for id_ in ids:
        kind, wanted = key(id_, provider)
        await stage.hear(fetch_requests=(FetchRequest(kind=kind, ref=wanted),))
        answer = told_subscription(id_, provider=provider, timestamp=fetched(1))
        stage.alpha.answers[kind, wanted] = stage.beta.answers[kind, wanted] = ProviderUpdate(snapshots=(answer,))


async def test_due_object_is_fetched_applied_and_removed_from_the_queue(stage: Stage) -> None:
    await want(stage, "sub")
    assert await stage.ask() == 1
    assert stage.alpha.asked == [SUBSCRIPTION]
    assert stage.mirrored().snapshot.timestamp == fetched(1)
    assert not stage.agenda
    assert await stage.ask() == 0


async def test_response_may_contain_claims_and_further_fetch_requests(stage: Stage) -> None:
    await want(stage, "sub")
    product = FetchRequest(kind=ObjectKind.PRODUCT, ref=ref("product"), once=True)
    stage.alpha.answers[SUBSCRIPTION] = ProviderUpdate(
        snapshots=(told_subscription(timestamp=fetched(1)),), claims=(claim(),), fetch_requests=(product,)
    )
    await stage.ask()
    assert set(stage.agenda) == {(ObjectKind.PRODUCT, ref("product"))}
    assert [s.ref for s in (await stage.billing(ADA)).subscriptions] == [ref("sub")]


async def test_limited_number_of_tasks_is_leased_with_the_longest_overdue_first(stage: Stage) -> None:
    await want(stage, "late")
    stage.clock.advance(-10 * SECONDS)
    await want(stage, "early", "earlier")
    stage.clock.advance(10 * SECONDS)
    assert await stage.use.ask_provider(limit=2) == 2
    assert stage.alpha.asked == [key("earlier"), key("early")]
    assert await stage.use.ask_provider(limit=2) == 1


async def test_only_configured_providers_are_called(stage: Stage) -> None:
    stage.connect(BETA)
    await want(stage, "sub")
    await want(stage, "sub", provider=BETA)
    assert await stage.ask() == 1
    assert (stage.alpha.asked, stage.beta.asked) == ([], [key("sub", BETA)])
    assert set(stage.agenda) == {SUBSCRIPTION}


async def test_object_unknown_to_the_provider_is_reported_and_stays_unchanged(stage: Stage) -> None:
    await stage.hear(told_subscription())
    await stage.hear(fetch_requests=(FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),))
    await stage.ask()
    assert {anomaly.anomaly for anomaly in stage.tables.anomalies.values()} == {AnomalyKind.GONE}
    assert stage.mirrored().snapshot.status is SubscriptionStatus.ACTIVE
    assert stage.agenda[SUBSCRIPTION].error == "gone"


async def waits_while_gone(stage: Stage, times: int) -> list[timedelta]:
    """Fetch as soon as the entry is due, and return the delay after each attempt."""
    waits = []
    for _ in range(times):
        assert await stage.ask() == 1
        due_at = stage.agenda[SUBSCRIPTION].due_at
        waits.append(due_at - stage.clock.now())
        assert await stage.ask(after=waits[-1] - SECONDS) == 0
        stage.clock.moment = due_at
    return waits


async def test_unknown_object_is_fetched_with_growing_delays(stage: Stage) -> None:
    await stage.hear(fetch_requests=(FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),))
    waits = await waits_while_gone(stage, 12)
    assert waits[:4] == [10 * SECONDS, 40 * SECONDS, 160 * SECONDS, 640 * SECONDS]
    assert waits == sorted(waits)
    assert sum(waits[:8], timedelta()) > 2 * DAYS
    assert waits[-2:] == [30 * DAYS, 30 * DAYS]


async def test_mention_of_an_unknown_object_continues_its_backoff(stage: Stage) -> None:
    wanted = FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub"))
    await stage.hear(fetch_requests=(wanted,))
    waits = await waits_while_gone(stage, 6)
    stage.clock.advance(-HOURS)
    await stage.hear(fetch_requests=(wanted,))
    assert await waits_while_gone(stage, 1) == [4 * waits[-1]]


async def test_backoff_is_not_restarted_by_a_mention_or_an_overdue_renewal(stage: Stage) -> None:
    product = FetchRequest(kind=ObjectKind.PRODUCT, ref=ref("product"), once=True)
    await stage.hear(told_subscription(), fetch_requests=(product,))
    stage.clock.moment = NOON + MONTH + 7 * HOURS
    for _ in range(6):
        assert await stage.ask(after=3 * HOURS) == 2
    await stage.hear(fetch_requests=(product,))
    assert await stage.ask(after=HOURS) == 0


async def test_unavailable_provider_is_called_with_growing_delays(stage: Stage) -> None:
    await want(stage, "sub")
    stage.alpha.fails = ProviderUnavailable(ALPHA, "no answer")
    waits = []
    for _ in range(14):
        assert await stage.ask() == 1
        due_at = stage.agenda[SUBSCRIPTION].due_at
        waits.append(due_at - stage.clock.now())
        assert await stage.ask(after=waits[-1] - SECONDS) == 0
        stage.clock.moment = due_at
    assert waits[:4] == [10 * SECONDS, 20 * SECONDS, 40 * SECONDS, 80 * SECONDS]
    assert waits[-2:] == [6 * HOURS, 6 * HOURS]
    stage.alpha.fails = None
    await stage.ask()
    assert not stage.agenda


@pytest.mark.parametrize(
    ("wished", "granted"),
    [
        (timedelta(seconds=-5), 10 * SECONDS),
        (timedelta(seconds=3), 10 * SECONDS),
        (timedelta(minutes=3), timedelta(minutes=3)),
        (timedelta.max, 6 * HOURS),
    ],
)
async def test_retry_after_of_a_provider_is_honored_within_limits(
    stage: Stage, wished: timedelta, granted: timedelta
) -> None:
    await want(stage, "sub")
    stage.alpha.fails = ProviderUnavailable(ALPHA, "too many", retry_after=wished)
    await stage.ask()
    assert stage.agenda[SUBSCRIPTION].due_at == stage.clock.now() + granted
    assert stage.agenda[SUBSCRIPTION].error == "too many"


async def test_refused_fetch_is_retried_and_logged_as_an_error(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await want(stage, "sub")
    stage.alpha.fails = ProviderRefused(ALPHA, "the key may not read subscriptions")
    await stage.ask()
    assert stage.agenda[SUBSCRIPTION].due_at == after(10)
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert "the key may not read subscriptions" in repr(vars(record))


async def test_response_that_cannot_be_applied_does_not_stop_the_others(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await want(stage, "a", "b", "c")
    stage.alpha.failures[key("a")] = KeyError("sk_live_secret of ada@example.com")
    stage.storage.poisonous.add(ref("b"))
    assert await stage.ask() == 3
    assert set(stage.tables.mirror) == {key("c")}
    assert {k: entry.error for k, entry in stage.agenda.items()} == {key("a"): "KeyError", key("b"): "LookupError"}
    for record in caplog.records:
        for private in ("sk_live", "example.com", "a secret of the database's"):
            assert private not in repr(vars(record))


async def test_write_conflict_is_retried(stage: Stage) -> None:
    async def rival() -> None:
        stage.clock.advance(SECONDS)

    await want(stage, "a", "b")
    stage.alpha.failures[key("b")] = ProviderUnavailable(ALPHA, "no answer")
    stage.storage.rivals.extend([rival, rival])  # for leasing the tasks
    stage.alpha.meanwhile[key("a")] = lambda: _overtake(stage)
    stage.alpha.meanwhile[key("b")] = lambda: _overtake(stage)
    assert await stage.ask() == 2
    assert set(stage.tables.mirror) == {key("a")}
    assert stage.agenda[key("b")].error == "no answer"


async def _overtake(stage: Stage) -> None:
    async def rival() -> None:
        stage.clock.advance(SECONDS)

    stage.storage.rivals.extend([rival] * 4)


@pytest.mark.parametrize("answer", [ProviderUpdate(snapshots=(told_subscription(timestamp=fetched(1)),)), NotFound()])
async def test_object_queued_again_during_its_fetch_stays_in_the_queue(
    stage: Stage, answer: ProviderUpdate | NotFound
) -> None:
    await want(stage, "sub")
    if isinstance(answer, NotFound):
        del stage.alpha.answers[SUBSCRIPTION]
    stage.alpha.meanwhile[SUBSCRIPTION] = lambda: stage.hear(
        fetch_requests=(FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),)
    )
    await stage.ask()
    stage.alpha.meanwhile.clear()
    assert await stage.ask() == 1


async def test_task_of_a_dead_worker_is_processed_after_its_lease_expires(stage: Stage) -> None:
    await want(stage, "sub")
    stage.alpha.failures[SUBSCRIPTION] = StorageUnavailable()
    with pytest.raises(StorageUnavailable):
        await stage.ask()
    stage.alpha.failures.clear()
    assert await stage.ask(after=LEASE - SECONDS) == 0
    assert await stage.ask(after=SECONDS) == 1
    assert not stage.agenda


async def test_subscription_with_an_overdue_renewal_is_fetched_every_few_hours(stage: Stage) -> None:
    await stage.hear(told_subscription())
    stage.clock.moment = NOON + MONTH + 6 * HOURS
    assert await stage.ask() == 0
    fetched_at = (stage.clock.now() + SECONDS - NOON).total_seconds()
    stage.alpha.answers[SUBSCRIPTION] = ProviderUpdate(snapshots=(told_subscription(timestamp=fetched(fetched_at)),))
    assert await stage.ask(after=SECONDS) == 1
    assert await stage.ask(after=6 * HOURS) == 0
    assert await stage.ask(after=SECONDS) == 1


async def test_unavailable_database_prevents_fetching(stage: Stage) -> None:
    await want(stage, "sub")
    stage.storage.down = True
    with pytest.raises(StorageUnavailable):
        await stage.ask()
    assert stage.alpha.asked == []
