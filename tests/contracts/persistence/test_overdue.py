"""Running subscriptions whose renewal nobody has told us of."""

from dataclasses import replace

import pytest

from application.ports.storage.storage import Storage
from contracts.persistence.writing import ask, asked, done, mirror, take
from domain.subscription import SubscriptionStatus
from examples import after, fetched, told_subscription


async def overdue(storage: Storage, before: float, *, limit: int = 10) -> list[str]:
    async with storage.begin() as uow:
        return [ref.id for ref in await uow.mirror.overdue(after(before), limit=limit)]


async def test_those_whose_period_ended_before_are_overdue_the_longest_first(storage: Storage) -> None:
    for number, ends in enumerate([30, 10, 20, 40]):
        await mirror(storage, told_subscription(f"sub_{number}", current_period_end=after(ends)))
    assert await overdue(storage, 40) == ["sub_1", "sub_2", "sub_0"]
    assert await overdue(storage, 40, limit=2) == ["sub_1", "sub_2"]
    assert await overdue(storage, 10) == []


@pytest.mark.parametrize(
    "status", sorted(set(SubscriptionStatus) - {SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING})
)
async def test_what_does_not_renew_by_itself_is_never_overdue(storage: Storage, status: SubscriptionStatus) -> None:
    ended = told_subscription(status=status, current_period_end=after(10))
    await mirror(
        storage,
        ended,
        replace(told_subscription("trial"), status=SubscriptionStatus.TRIALING, current_period_end=after(9)),
    )
    assert await overdue(storage, 20) == ["trial"]


async def test_a_subscription_without_a_period_is_never_overdue(storage: Storage) -> None:
    await mirror(storage, told_subscription(current_period_end=None))
    assert await overdue(storage, 10**9) == []


async def test_one_that_was_asked_about_since_is_not_overdue_until_that_is_long_ago_too(storage: Storage) -> None:
    await mirror(storage, told_subscription(current_period_end=after(10), timestamp=fetched(20)))
    assert await overdue(storage, 15) == []
    assert await overdue(storage, 21) == ["sub"]


async def test_one_that_is_on_the_agenda_is_left_to_it(storage: Storage) -> None:
    await mirror(storage, told_subscription(current_period_end=after(10)))
    await asked(storage, ask("sub"))
    assert await overdue(storage, 20) == []
    [task] = await take(storage, 20)
    assert await overdue(storage, 20) == []
    await done(storage, task)
    assert await overdue(storage, 20) == ["sub"]
