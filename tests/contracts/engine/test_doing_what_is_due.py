"""Due work is done once and on time, whatever else goes on."""

from __future__ import annotations

import asyncio

import pytest

from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ports.errors import ProviderUnavailable
from application.ports.provider.event import Ignored, ProviderEvent
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.inbox import DeliveryStatus
from contracts.engine.at_work import AtWork, until, working
from domain.mirror.snapshot import ObjectKind
from examples import ALPHA, BETA, NOON, ref, told_subscription


async def test_due_object_is_fetched_and_applied(at_work: AtWork) -> None:
    at_work.knows(ref("sub"))
    async with working(at_work.engine()):
        await at_work.asks(ref("sub"))
        await until(lambda: at_work.mirrored(ref("sub")))
        await until(lambda: nothing_waits(at_work))
    assert at_work.times_asked() == {"sub": 1}


async def test_work_that_became_due_before_the_start_is_done_after_it(at_work: AtWork) -> None:
    at_work.knows(ref("sub"))
    await at_work.asks(ref("sub"))
    async with working(at_work.engine()):
        await until(lambda: at_work.mirrored(ref("sub")))


async def test_work_due_later_is_done_when_due(at_work: AtWork) -> None:
    at_work.knows(ref("now"), ref("soon"))
    async with working(at_work.engine()):
        await at_work.asks(ref("now"))
        await until(lambda: at_work.mirrored(ref("now")))
        await at_work.asks(ref("soon"), due=2)
        assert not await at_work.mirrored(ref("soon"))
        at_work.passes(seconds=2)  # moved before a job that follows the machine's own clock could run
        await until(lambda: at_work.mirrored(ref("soon")))


async def test_failed_delivery_is_retried_after_a_delay(at_work: AtWork) -> None:
    told = told_subscription()
    await at_work.arrives("one")
    async with working(at_work.engine()):
        await at_work.arrives("other", says=ProviderUpdate(snapshots=(told,)))
        assert (await at_work.delivery("other")).status is DeliveryStatus.FAILED
        at_work.passes(hours=1)
        async with at_work.storage.begin() as uow:
            await uow.inbox.reopen((ALPHA, "other"), at_work.clock.now())
            await uow.commit()
        await until(lambda: is_applied(at_work, "other"))
    assert await at_work.mirrored(told.ref)


async def test_rolled_back_work_is_not_done(at_work: AtWork) -> None:
    at_work.knows(ref("undone"), ref("kept"))
    async with working(at_work.engine()):
        async with at_work.storage.begin() as uow:
            await uow.fetch_queue.add([QueuedFetch(kind=ObjectKind.SUBSCRIPTION, ref=ref("undone"), due_at=NOON)])
        await at_work.asks(ref("kept"))
        await until(lambda: at_work.mirrored(ref("kept")))
    assert at_work.times_asked() == {"kept": 1}


async def test_failing_fetch_is_postponed_and_delays_no_other(at_work: AtWork) -> None:
    others = [ref(f"sub_{number}") for number in range(20)]
    at_work.knows(*others)
    at_work.alpha.failures[ObjectKind.SUBSCRIPTION, ref("down")] = ProviderUnavailable(ALPHA, "no answer")
    at_work.alpha.failures[ObjectKind.SUBSCRIPTION, ref("poison")] = LookupError("nobody expected this")
    await at_work.asks(ref("down"), ref("poison"), *others)
    async with working(at_work.engine()):
        await until(lambda: waits(at_work, {"down", "poison"}))
    assert set(at_work.times_asked().values()) == {1}


async def test_hanging_provider_delays_neither_another_provider_nor_a_retry(at_work: AtWork) -> None:
    hanging = [ref(f"hanging_{number}") for number in range(30)]
    for each in hanging:
        at_work.alpha.meanwhile[ObjectKind.SUBSCRIPTION, each] = for_ever
    at_work.knows(ref("elsewhere", BETA))
    told = told_subscription("retried")
    async with working(at_work.engine()):
        await at_work.asks(*hanging)
        await until(lambda: is_being_asked(at_work))
        await at_work.asks(ref("elsewhere", BETA))
        await at_work.arrives("delivery", says=ProviderUpdate(snapshots=(told,)))
        await due_at_once(at_work, "delivery")
        await until(lambda: at_work.mirrored(ref("elsewhere", BETA)))
        await until(lambda: is_applied(at_work, "delivery"))


@pytest.mark.parametrize("of", [2, 3])
async def test_several_job_runners_process_each_task_once(at_work: AtWork, of: int) -> None:
    many = [ref(f"sub_{number}") for number in range(60)]
    at_work.knows(*many)
    async with working(*(at_work.engine() for _ in range(of))):
        for each in many:
            await at_work.asks(each)
        await until(lambda: nothing_waits(at_work))
    assert at_work.times_asked() == {each.id: 1 for each in many}


async def test_periodic_tasks_run_as_well(at_work: AtWork) -> None:
    ignored = ProviderEvent(
        provider=ALPHA, key="old", type="made.up", decoded=Ignored(reason="not handled"), payload="{}"
    )
    await ApplyProviderEvent(storage=at_work.storage, clock=at_work.clock)([ignored])
    at_work.passes(days=91)

    async def is_forgotten() -> bool:
        return (await at_work.delivery("old")).payload == ""

    assert not await is_forgotten()
    async with working(at_work.engine()):
        await until(is_forgotten)


async def nothing_waits(at_work: AtWork) -> bool:
    return await waits(at_work, set())


async def waits(at_work: AtWork, ids: set[str]) -> bool:
    return await at_work.waiting() == ids


async def is_applied(at_work: AtWork, key: str) -> bool:
    return (await at_work.delivery(key)).status is DeliveryStatus.APPLIED


async def is_being_asked(at_work: AtWork) -> bool:
    return bool(at_work.times_asked())


async def due_at_once(at_work: AtWork, key: str) -> None:
    async with at_work.storage.begin() as uow:
        await uow.inbox.reopen((ALPHA, key), at_work.clock.now())
        await uow.commit()


async def for_ever() -> None:
    await asyncio.Event().wait()
