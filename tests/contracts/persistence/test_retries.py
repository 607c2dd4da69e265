"""A failed delivery is leased by one process at a time and completed only by the holder of the lease."""

from dataclasses import replace
from datetime import timedelta

from application.ports.storage.inbox import Delivery, DeliveryStatus
from application.ports.storage.storage import Storage
from contracts.persistence.writing import delivery
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from examples import ALPHA, BETA, after, ref

LEASE = timedelta(minutes=1)


def waiting(key: str, *, due: float = 0, provider: ProviderName = ALPHA) -> Delivery:
    return delivery(
        key, provider=provider, status=DeliveryStatus.FAILED, error="it did not work", next_attempt_at=after(due)
    )


async def receive(storage: Storage, *deliveries: Delivery) -> None:
    async with storage.begin() as uow:
        await uow.inbox.receive(deliveries)
        await uow.commit()


async def take(storage: Storage, at: float, *, limit: int = 10) -> list[Delivery]:
    async with storage.begin() as uow:
        taken = await uow.inbox.lease(frozenset({ALPHA}), after(at), limit=limit, lease=LEASE)
        await uow.commit()
    return taken


async def settle(storage: Storage, taken: Delivery, **outcome: object) -> bool:
    async with storage.begin() as uow:
        settled = await uow.inbox.complete(taken, replace(taken, **outcome))  # type: ignore[arg-type]  # any of its facts
        await uow.commit()
    return settled


async def test_due_deliveries_are_leased_unchanged_with_the_longest_overdue_first(storage: Storage) -> None:
    late, later = waiting("late", due=5), waiting("later", due=9)
    late = replace(late, subject=(ObjectKind.ORDER, ref("order")), account=ref("account"))
    await receive(storage, later, late, waiting("not-yet", due=11), delivery("applied"))
    leased = {"attempts": 2, "next_attempt_at": after(10) + LEASE}
    assert await take(storage, 10) == [replace(late, **leased), replace(later, **leased)]  # type: ignore[arg-type]  # two facts


async def test_lease_is_limited_to_the_requested_number(storage: Storage) -> None:
    await receive(storage, waiting("one"), waiting("two", due=1))
    assert [taken.key for taken in await take(storage, 10, limit=1)] == ["one"]


async def test_deliveries_of_other_providers_are_not_leased(storage: Storage) -> None:
    await receive(storage, waiting("one", provider=BETA))
    assert await take(storage, 10) == []


async def test_leased_delivery_is_not_leased_again_before_the_lease_expires_and_every_attempt_counts(
    storage: Storage,
) -> None:
    await receive(storage, waiting("one"))
    await take(storage, 10)
    assert await take(storage, 69) == []
    assert [taken.attempts for taken in await take(storage, 70)] == [3]


async def test_completed_delivery_is_not_leased_again(storage: Storage) -> None:
    await receive(storage, waiting("one"))
    [taken] = await take(storage, 10)
    assert await settle(
        storage, taken, status=DeliveryStatus.APPLIED, applied_at=after(11), next_attempt_at=None, error=None
    )
    assert await take(storage, 1_000) == []


async def test_postponed_delivery_is_leased_again_later(storage: Storage) -> None:
    await receive(storage, waiting("one"))
    [taken] = await take(storage, 10)
    assert await settle(storage, taken, next_attempt_at=after(500), error="again")
    assert await take(storage, 499) == []
    [again] = await take(storage, 500)
    assert (again.attempts, again.error) == (3, "again")


async def test_expired_lease_cannot_complete_a_delivery(storage: Storage) -> None:
    await receive(storage, waiting("one"))
    [slow] = await take(storage, 10)
    [quick] = await take(storage, 100)
    assert not await settle(storage, slow, status=DeliveryStatus.DEAD, next_attempt_at=None)
    assert await settle(storage, quick, status=DeliveryStatus.IGNORED, next_attempt_at=None)
    assert not await settle(storage, quick, status=DeliveryStatus.DEAD, next_attempt_at=None)


async def reopen(storage: Storage, key: str, at: float) -> None:
    async with storage.begin() as uow:
        await uow.inbox.reopen((ALPHA, key), after(at))
        await uow.commit()


async def test_reopened_delivery_is_due_at_once_and_starts_counting_again(storage: Storage) -> None:
    await receive(storage, waiting("failed", due=900), delivery("dead", status=DeliveryStatus.DEAD, attempts=8))
    for key in ("failed", "dead", "unknown"):
        await reopen(storage, key, 10)
    taken = await take(storage, 10)
    anew = (DeliveryStatus.FAILED, 1)
    assert {t.key: (t.status, t.attempts) for t in taken} == {"failed": anew, "dead": anew}


async def test_single_delivery_can_be_leased_before_longer_overdue_ones(storage: Storage) -> None:
    await receive(storage, waiting("long"), waiting("short", due=5))
    async with storage.begin() as uow:
        due = await uow.inbox.lease(frozenset({ALPHA}), after(10), limit=5, lease=LEASE, only=(ALPHA, "short"))
    assert [taken.key for taken in due] == ["short"]
