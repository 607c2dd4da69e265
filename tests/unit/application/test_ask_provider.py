"""Working off the agenda."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from application.ask_provider import LEASE
from application.heard import Heard, Wanted
from application.ports.failures import ProviderRefused, ProviderUnavailable, StorageUnavailable
from application.ports.persistence import AnomalyKind, Key
from application.ports.snapshots import Gone
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from domain.subscription import Status
from examples import ADA, ALPHA, BETA, MONTH, NOON, after, claim, fetched, ref, told_subscription
from unit.application.stage import SUBSCRIPTION, Stage

SECONDS = timedelta(seconds=1)
HOURS = timedelta(hours=1)
DAYS = timedelta(days=1)


def key(id_: str, provider: ProviderName = ALPHA) -> Key:
    return ObjectKind.SUBSCRIPTION, ref(id_, provider)


async def want(stage: Stage, *ids: str, provider: ProviderName = ALPHA) -> None:
    """Asks about subscriptions, and lets the provider know them."""
    for id_ in ids:
        kind, wanted = key(id_, provider)
        await stage.hear(wanted=(Wanted(kind=kind, ref=wanted),))
        answer = told_subscription(id_, provider=provider, stamp=fetched(1))
        stage.alpha.answers[kind, wanted] = stage.beta.answers[kind, wanted] = Heard(snapshots=(answer,))


async def test_what_is_due_is_asked_about_and_heard_and_taken_off(stage: Stage) -> None:
    await want(stage, "sub")
    assert await stage.ask() == 1
    assert stage.alpha.asked == [SUBSCRIPTION]
    assert stage.mirrored().snapshot.stamp == fetched(1)
    assert not stage.agenda
    assert await stage.ask() == 0


async def test_an_answer_may_say_whose_it_is_and_what_to_ask_next(stage: Stage) -> None:
    await want(stage, "sub")
    product = Wanted(kind=ObjectKind.PRODUCT, ref=ref("product"), once=True)
    stage.alpha.answers[SUBSCRIPTION] = Heard(
        snapshots=(told_subscription(stamp=fetched(1)),), claims=(claim(),), wanted=(product,)
    )
    await stage.ask()
    assert set(stage.agenda) == {(ObjectKind.PRODUCT, ref("product"))}
    assert [s.ref for s in (await stage.billing(ADA)).subscriptions] == [ref("sub")]


async def test_as_many_are_taken_up_as_are_allowed_the_longest_due_first(stage: Stage) -> None:
    await want(stage, "late")
    stage.clock.advance(-10 * SECONDS)
    await want(stage, "early", "earlier")
    stage.clock.advance(10 * SECONDS)
    assert await stage.use.ask_provider(limit=2) == 2
    assert stage.alpha.asked == [key("earlier"), key("early")]
    assert await stage.use.ask_provider(limit=2) == 1


async def test_only_providers_that_are_configured_are_asked(stage: Stage) -> None:
    stage.connect(BETA)
    await want(stage, "sub")
    await want(stage, "sub", provider=BETA)
    assert await stage.ask() == 1
    assert (stage.alpha.asked, stage.beta.asked) == ([], [key("sub", BETA)])
    assert set(stage.agenda) == {SUBSCRIPTION}


async def test_what_the_provider_does_not_know_is_reported_and_ends_nothing(stage: Stage) -> None:
    await stage.hear(told_subscription())
    await stage.hear(wanted=(Wanted(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),))
    await stage.ask()
    assert {anomaly.anomaly for anomaly in stage.tables.anomalies.values()} == {AnomalyKind.GONE}
    assert stage.mirrored().snapshot.status is Status.ACTIVE
    assert stage.agenda[SUBSCRIPTION].error == "gone"


async def waits_while_gone(stage: Stage, times: int) -> list[timedelta]:
    """Ask as soon as the entry is due, and return how long the provider is left alone after each attempt."""
    waits = []
    for _ in range(times):
        assert await stage.ask() == 1
        due_at = stage.agenda[SUBSCRIPTION].due_at
        waits.append(due_at - stage.clock.now())
        assert await stage.ask(after=waits[-1] - SECONDS) == 0
        stage.clock.moment = due_at
    return waits


async def test_an_unknown_object_is_fetched_with_growing_delays(stage: Stage) -> None:
    await stage.hear(wanted=(Wanted(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),))
    waits = await waits_while_gone(stage, 12)
    assert waits[:4] == [10 * SECONDS, 40 * SECONDS, 160 * SECONDS, 640 * SECONDS]
    assert waits == sorted(waits)
    assert sum(waits[:8], timedelta()) > 2 * DAYS
    assert waits[-2:] == [30 * DAYS, 30 * DAYS]


async def test_a_mention_of_an_unknown_object_continues_the_series(stage: Stage) -> None:
    wanted = Wanted(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub"))
    await stage.hear(wanted=(wanted,))
    waits = await waits_while_gone(stage, 6)
    stage.clock.advance(-HOURS)
    await stage.hear(wanted=(wanted,))
    assert await waits_while_gone(stage, 1) == [4 * waits[-1]]


async def test_what_rests_is_not_begun_anew_by_what_mentions_it_or_is_overdue(stage: Stage) -> None:
    product = Wanted(kind=ObjectKind.PRODUCT, ref=ref("product"), once=True)
    await stage.hear(told_subscription(), wanted=(product,))
    stage.clock.moment = NOON + MONTH + 7 * HOURS
    for _ in range(6):
        assert await stage.ask(after=3 * HOURS) == 2
    await stage.hear(wanted=(product,))
    assert await stage.ask(after=HOURS) == 0


async def test_a_provider_that_does_not_answer_is_asked_again_ever_more_rarely(stage: Stage) -> None:
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
async def test_a_provider_may_wish_to_be_asked_later_within_reason(
    stage: Stage, wished: timedelta, granted: timedelta
) -> None:
    await want(stage, "sub")
    stage.alpha.fails = ProviderUnavailable(ALPHA, "too many", retry_after=wished)
    await stage.ask()
    assert stage.agenda[SUBSCRIPTION].due_at == stage.clock.now() + granted
    assert stage.agenda[SUBSCRIPTION].error == "too many"


async def test_a_provider_that_refuses_is_asked_again_and_an_operator_is_told(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await want(stage, "sub")
    stage.alpha.fails = ProviderRefused(ALPHA, "the key may not read subscriptions")
    await stage.ask()
    assert stage.agenda[SUBSCRIPTION].due_at == after(10)
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert "the key may not read subscriptions" in repr(vars(record))


async def test_an_answer_that_cannot_be_heard_does_not_stop_the_others(
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


async def test_what_somebody_else_overtakes_is_written_again(stage: Stage) -> None:
    async def rival() -> None:
        stage.clock.advance(SECONDS)

    await want(stage, "a", "b")
    stage.alpha.failures[key("b")] = ProviderUnavailable(ALPHA, "no answer")
    stage.storage.rivals.extend([rival, rival])  # of taking them up
    stage.alpha.meanwhile[key("a")] = lambda: _overtake(stage)
    stage.alpha.meanwhile[key("b")] = lambda: _overtake(stage)
    assert await stage.ask() == 2
    assert set(stage.tables.mirror) == {key("a")}
    assert stage.agenda[key("b")].error == "no answer"


async def _overtake(stage: Stage) -> None:
    async def rival() -> None:
        stage.clock.advance(SECONDS)

    stage.storage.rivals.extend([rival] * 4)


@pytest.mark.parametrize("answer", [Heard(snapshots=(told_subscription(stamp=fetched(1)),)), Gone()])
async def test_what_is_asked_for_again_meanwhile_stays_on_the_agenda(stage: Stage, answer: Heard | Gone) -> None:
    await want(stage, "sub")
    if isinstance(answer, Gone):
        del stage.alpha.answers[SUBSCRIPTION]
    stage.alpha.meanwhile[SUBSCRIPTION] = lambda: stage.hear(
        wanted=(Wanted(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),)
    )
    await stage.ask()
    stage.alpha.meanwhile.clear()
    assert await stage.ask() == 1


async def test_who_takes_something_up_and_dies_is_replaced_when_the_lease_runs_out(stage: Stage) -> None:
    await want(stage, "sub")
    stage.alpha.failures[SUBSCRIPTION] = StorageUnavailable()
    with pytest.raises(StorageUnavailable):
        await stage.ask()
    stage.alpha.failures.clear()
    assert await stage.ask(after=LEASE - SECONDS) == 0
    assert await stage.ask(after=SECONDS) == 1
    assert not stage.agenda


async def test_a_subscription_whose_renewal_is_hours_overdue_is_asked_about_once_in_a_while(stage: Stage) -> None:
    await stage.hear(told_subscription())
    stage.clock.moment = NOON + MONTH + 6 * HOURS
    assert await stage.ask() == 0
    asked_at = (stage.clock.now() + SECONDS - NOON).total_seconds()
    stage.alpha.answers[SUBSCRIPTION] = Heard(snapshots=(told_subscription(stamp=fetched(asked_at)),))
    assert await stage.ask(after=SECONDS) == 1
    assert await stage.ask(after=6 * HOURS) == 0
    assert await stage.ask(after=SECONDS) == 1


async def test_without_a_database_nothing_is_asked(stage: Stage) -> None:
    await want(stage, "sub")
    stage.storage.down = True
    with pytest.raises(StorageUnavailable):
        await stage.ask()
    assert stage.alpha.asked == []
