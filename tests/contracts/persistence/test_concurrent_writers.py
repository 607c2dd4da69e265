"""Concurrent writers lose no update."""

import asyncio
from dataclasses import replace

import pytest

from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.mirror_updates import apply_updates
from application.ports.errors import WriteConflict
from application.ports.provider.event import ProviderEvent
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.storage import Storage
from contracts.persistence.writing import about, load, mirror
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionSnapshot
from examples import ALPHA, NOON, after, claim, pushed, ref, told_charge, told_payment, told_subscription
from fakes.clock import FakeClock

WRITERS = 20
SUBSCRIPTION = (ObjectKind.SUBSCRIPTION, ref("sub"))


def told_at(second: int) -> SubscriptionSnapshot:
    return told_subscription(timestamp=pushed(60 * second), raw_status=f"active {second}")


def event(second: int) -> ProviderEvent:
    """Build an event with the state at that second, and a claim that only this event contains."""
    word = claim(subject="sub", account=f"account_{second}")
    reading = ProviderUpdate(snapshots=(told_at(second), told_payment(timestamp=pushed(60 * second))), claims=(word,))
    return ProviderEvent(provider=ALPHA, key=str(second), type="changed", decoded=reading, payload="{}")


@pytest.mark.parametrize("known_before", [True, False])
async def test_concurrent_events_about_one_object_leave_the_greatest_snapshot_and_every_claim(
    storage: Storage, *, known_before: bool
) -> None:
    if known_before:
        await mirror(storage, told_subscription(timestamp=pushed(-60)), told_payment(timestamp=pushed(-60)))
    use_case = ApplyProviderEvent(storage=storage, clock=FakeClock(NOON))
    await asyncio.gather(*(use_case([event(second)]) for second in range(WRITERS)))

    loaded = await load(storage, SUBSCRIPTION, told_payment().key)
    assert loaded[SUBSCRIPTION].snapshot == told_at(WRITERS - 1)
    assert loaded[told_payment().key].snapshot.timestamp == pushed(60 * (WRITERS - 1))
    assert len((await about(storage, subjects=[ref("sub")])).claims) == WRITERS


async def hear_until_it_is_kept(storage: Storage, second: int) -> None:
    while True:
        try:
            async with storage.begin() as uow:
                await apply_updates(uow, [ProviderUpdate(snapshots=(told_at(second),))], NOON)
                await uow.commit()
        except WriteConflict:
            continue
        return


async def test_concurrent_first_writers_of_one_object_lose_no_update(storage: Storage) -> None:
    await asyncio.gather(*(hear_until_it_is_kept(storage, second) for second in range(WRITERS)))
    loaded = await load(storage, SUBSCRIPTION)
    assert loaded[SUBSCRIPTION].snapshot == told_at(WRITERS - 1)


async def test_each_writer_of_a_mirrored_object_builds_on_the_previous_one(storage: Storage) -> None:
    await mirror(storage, told_charge(keys=()))

    async def add_key(number: int) -> None:
        async with storage.begin() as uow:
            [known] = (await uow.mirror.load(frozenset({told_charge().key}))).values()
            grown = replace(known.snapshot, keys=(*known.snapshot.keys, str(number)))
            await uow.mirror.save([replace(known, snapshot=grown)])
            await uow.commit()

    await asyncio.gather(*(add_key(number) for number in range(WRITERS)))
    [known] = (await load(storage, told_charge().key)).values()
    assert sorted(known.snapshot.keys, key=int) == [str(number) for number in range(WRITERS)]
    assert known.version == WRITERS + 1


async def test_groups_with_the_same_objects_in_another_order_all_succeed(storage: Storage) -> None:
    use_case = ApplyProviderEvent(storage=storage, clock=FakeClock(NOON))

    def group(number: int) -> list[ProviderEvent]:
        names = [f"sub_{n}" for n in range(5)]
        ordered = names if number % 2 else names[::-1]
        return [
            ProviderEvent(
                provider=ALPHA,
                key=f"{number} {name}",
                type="changed",
                decoded=ProviderUpdate(snapshots=(told_subscription(name, timestamp=pushed(60 * number)),)),
                payload="{}",
            )
            for name in ordered
        ]

    await asyncio.gather(*(use_case(group(number)) for number in range(10)))
    loaded = await load(storage, *((ObjectKind.SUBSCRIPTION, ref(f"sub_{n}")) for n in range(5)))
    assert {known.snapshot.timestamp.as_of for known in loaded.values()} == {after(540)}
