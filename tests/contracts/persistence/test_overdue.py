"""Running subscriptions with an overdue renewal."""

from dataclasses import replace

import pytest

from application.ports.storage.storage import Storage
from contracts.persistence.writing import ask, asked, complete, mirror, take
from domain.subscription import SubscriptionStatus
from examples import after, fetched, told_subscription


async def overdue(storage: Storage, before: float, *, limit: int = 10) -> list[str]:
    async with storage.begin() as uow:
        return [ref.id for ref in await uow.mirror.overdue(after(before), limit=limit)]


async def test_subscriptions_past_their_period_are_overdue_with_the_longest_first(storage: Storage) -> None:
    for number, ends in enumerate([30, 10, 20, 40]):
        await mirror(storage, told_subscription(f"sub_{number}", current_period_end=after(ends)))
    assert await overdue(storage, 40) == ["sub_1", "sub_2", "sub_0"]
    assert await overdue(storage, 40, limit=2) == ["sub_1", "sub_2"]
    assert await overdue(storage, 10) == []


@pytest.mark.parametrize(
    "status", sorted(set(SubscriptionStatus) - {SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING})
)
async def test_subscription_that_does_not_renew_is_never_overdue(storage: Storage, status: SubscriptionStatus) -> None:
    ended = told_subscription(status=status, current_period_end=after(10))
    await mirror(
        storage,
        ended,
        replace(told_subscription("trial"), status=SubscriptionStatus.TRIALING, current_period_end=after(9)),
    )
    assert await overdue(storage, 20) == ["trial"]


async def test_subscription_without_a_period_is_never_overdue(storage: Storage) -> None:
    await mirror(storage, told_subscription(current_period_end=None))
    assert await overdue(storage, 10**9) == []


async def test_recently_fetched_subscription_is_not_overdue(storage: Storage) -> None:
    await mirror(storage, told_subscription(current_period_end=after(10), timestamp=fetched(20)))
    assert await overdue(storage, 15) == []
    assert await overdue(storage, 21) == ["sub"]


async def test_subscription_in_the_fetch_queue_is_not_overdue(storage: Storage) -> None:
    await mirror(storage, told_subscription(current_period_end=after(10)))
    await asked(storage, ask("sub"))
    assert await overdue(storage, 20) == []
    [task] = await take(storage, 20)
    assert await overdue(storage, 20) == []
    await complete(storage, task)
    assert await overdue(storage, 20) == ["sub"]
