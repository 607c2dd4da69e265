"""Refreshes share the background rate limit, so that no customer delays the others for long."""

from __future__ import annotations

from datetime import timedelta

from application.fetching.refresh_customer import AT_ONCE, FETCHED_LATELY, SPACING
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from examples import ADA, BOB, after, claim, fetched, ref, told_account, told_subscription
from unit.application.stage import Stage

MANY = 100


async def credit(stage: Stage, customer_id: CustomerId, *subjects: str) -> None:
    """Credit subscriptions by unsigned claims, which link no account, so that each is fetched individually."""
    for subject in subjects:
        unsigned = claim(customer_id, subject=subject, account=f"account-{subject}", trust=Trust.UNSIGNED)
        await stage.hear(told_subscription(subject, account=ref(f"account-{subject}")), claims=(unsigned,))


def due(stage: Stage, subject: str) -> timedelta:
    return stage.agenda[ObjectKind.SUBSCRIPTION, ref(subject)].due_at - stage.clock.now()


async def test_customer_with_many_objects_does_not_delay_a_later_one(stage: Stage) -> None:
    await credit(stage, ADA, *(f"ada-{n:03}" for n in range(MANY)))
    await credit(stage, BOB, "bob")
    await stage.use.refresh_customer(ADA)
    stage.clock.advance(timedelta(seconds=1))
    await stage.use.refresh_customer(BOB)
    earlier = [entry for entry in stage.agenda.values() if entry.due_at <= stage.clock.now()]
    assert due(stage, "bob") == timedelta()
    assert len(earlier) <= AT_ONCE + 2


async def test_objects_of_a_refresh_come_due_one_after_another(stage: Stage) -> None:
    await credit(stage, ADA, *(f"ada-{n:03}" for n in range(MANY)))
    await stage.use.refresh_customer(ADA)
    waits = sorted(entry.due_at - stage.clock.now() for entry in stage.agenda.values())
    assert waits[:AT_ONCE] == [timedelta()] * AT_ONCE
    assert waits[AT_ONCE:] == [SPACING * n for n in range(1, MANY - AT_ONCE + 1)]


async def test_repeated_refresh_brings_only_the_first_few_forward(stage: Stage) -> None:
    await credit(stage, ADA, *(f"ada-{n:03}" for n in range(MANY)))
    for _ in range(6):
        await stage.use.refresh_customer(ADA)
    assert len(stage.agenda) == MANY
    assert sum(entry.due_at <= stage.clock.now() for entry in stage.agenda.values()) == AT_ONCE


async def test_object_fetched_within_a_minute_is_fetched_when_the_minute_is_over(stage: Stage) -> None:
    await credit(stage, ADA, "sub")
    await stage.hear(told_subscription("sub", account=ref("account-sub"), timestamp=fetched(30)))
    stage.clock.moment = after(40)
    await stage.use.refresh_customer(ADA)
    assert stage.agenda[ObjectKind.SUBSCRIPTION, ref("sub")].due_at == after(30) + FETCHED_LATELY


async def test_object_fetched_more_than_a_minute_ago_is_fetched_at_once(stage: Stage) -> None:
    await credit(stage, ADA, "sub")
    await stage.hear(told_subscription("sub", account=ref("account-sub"), timestamp=fetched(30)))
    stage.clock.moment = after(90)
    await stage.use.refresh_customer(ADA)
    assert due(stage, "sub") == timedelta()


async def test_object_pushed_since_its_last_fetch_is_fetched_at_once(stage: Stage) -> None:
    await credit(stage, ADA, "sub")
    stage.clock.moment = after(20)
    await stage.use.refresh_customer(ADA)
    assert due(stage, "sub") == timedelta()


async def test_account_fetched_within_a_minute_is_fetched_when_the_minute_is_over(stage: Stage) -> None:
    await stage.hear(told_subscription(), told_account(timestamp=fetched(30)), claims=(claim(),))
    stage.clock.moment = after(31)
    await stage.use.refresh_customer(ADA)
    assert stage.agenda[ObjectKind.ACCOUNT, ref("account")].due_at == after(30) + FETCHED_LATELY


async def test_provider_clock_that_is_far_ahead_delays_no_refresh(stage: Stage) -> None:
    await credit(stage, ADA, "sub")
    await stage.hear(told_subscription("sub", account=ref("account-sub"), timestamp=fetched(3600)))
    await stage.use.refresh_customer(ADA)
    assert due(stage, "sub") == timedelta()


async def test_least_recently_fetched_object_comes_first(stage: Stage) -> None:
    await credit(stage, ADA, *(f"ada-{n:03}" for n in range(AT_ONCE + 1)))
    await stage.hear(told_subscription("ada-000", account=ref("account-ada-000"), timestamp=fetched(30)))
    stage.clock.moment = after(300)
    await stage.use.refresh_customer(ADA)
    assert due(stage, "ada-000") == SPACING
    assert due(stage, f"ada-{AT_ONCE:03}") == timedelta()
