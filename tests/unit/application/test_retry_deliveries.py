"""Retries of failed deliveries."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from application.ingestion.delivery_lifecycle import MAX_ATTEMPTS
from application.ingestion.retry_deliveries import LEASE
from application.ports.errors import StorageUnavailable
from application.ports.provider.event import Ignored, Undecodable
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import Delivery, DeliveryStatus
from domain.mirror.snapshot import ObjectKind
from examples import ALPHA, BETA, NOON, after, ref, told_subscription
from unit.application.stage import SUBSCRIPTION, Stage, event

DAY = timedelta(days=1)
BODY = b"payload-secret"
"""What every delivery of the stage has as its payload."""


def kept(stage: Stage, key: str = "1") -> Delivery:
    return stage.tables.inbox[ALPHA, key]


async def fails(stage: Stage, key: str = "1") -> None:
    """Receive a delivery about `sub` while it cannot be loaded."""
    stage.storage.poisonous.add(ref("sub"))
    await stage.use.apply_provider_event([event(key, told_subscription())])
    stage.alpha.deliveries[BODY] = ProviderUpdate(snapshots=(told_subscription(),))


async def retry(stage: Stage, *, after: timedelta = timedelta()) -> int:
    stage.clock.advance(after)
    return await stage.use.retry_deliveries()


async def test_failed_delivery_is_applied_once_that_is_possible(stage: Stage) -> None:
    await fails(stage)
    assert kept(stage).status is DeliveryStatus.FAILED
    stage.storage.poisonous.clear()
    assert await retry(stage, after=timedelta(minutes=1)) == 1
    assert stage.mirrored().snapshot == told_subscription()
    done = kept(stage)
    assert (done.status, done.attempts, done.error) == (DeliveryStatus.APPLIED, 2, None)
    assert (done.applied_at, done.next_attempt_at) == (stage.clock.now(), None)
    assert (done.subject, done.account) == (SUBSCRIPTION, ref("account"))
    assert await retry(stage, after=30 * DAY) == 0


async def test_failed_delivery_is_not_retried_before_it_is_due(stage: Stage) -> None:
    await fails(stage)
    assert await retry(stage, after=timedelta(seconds=29)) == 0


async def test_delays_grow_until_the_delivery_is_dead(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await fails(stage)
    waits = []
    while (due := kept(stage).next_attempt_at) is not None:
        waits.append(due - stage.clock.now())
        assert await retry(stage, after=waits[-1]) == 1
    dead = kept(stage)
    assert (dead.status, dead.attempts, dead.error) == (DeliveryStatus.DEAD, MAX_ATTEMPTS, "LookupError")
    assert waits == sorted(waits)
    assert DAY < sum(waits, timedelta()) < 3 * DAY
    assert await retry(stage, after=30 * DAY) == 0
    assert [r.levelno for r in caplog.records][-1] == logging.ERROR
    assert "secret" not in str([record.__dict__ for record in caplog.records])


async def test_deliveries_that_failed_together_are_retried_at_different_times(stage: Stage) -> None:
    await fails(stage, "1")
    await fails(stage, "2")
    assert kept(stage, "1").next_attempt_at != kept(stage, "2").next_attempt_at


async def test_permanently_failing_delivery_does_not_block_the_others(stage: Stage) -> None:
    await fails(stage, "1")
    other = told_subscription("other")
    await stage.use.apply_provider_event([event("2", reading=Undecodable(error="unknown"))])
    stage.alpha.deliveries[BODY] = ProviderUpdate(snapshots=(other,))
    assert await retry(stage, after=timedelta(minutes=1)) == 2
    assert stage.mirrored(other.key).snapshot == other


async def test_undecodable_delivery_is_applied_once_the_code_can_decode_it(stage: Stage) -> None:
    await stage.use.apply_provider_event([event("1", reading=Undecodable(error="unknown"))])
    assert await retry(stage, after=timedelta(minutes=1)) == 1
    assert (kept(stage).status, kept(stage).error) == (DeliveryStatus.FAILED, "nobody said what this is")
    stage.alpha.deliveries[BODY] = ProviderUpdate(snapshots=(told_subscription(),))
    assert await retry(stage, after=timedelta(hours=1)) == 1
    assert kept(stage).status is DeliveryStatus.APPLIED
    assert stage.mirrored().snapshot == told_subscription()


async def test_decoded_delivery_that_cannot_be_applied_queues_a_fetch(stage: Stage) -> None:
    await stage.use.apply_provider_event([event("1", reading=Undecodable(error="unknown"))])
    assert SUBSCRIPTION not in stage.tables.agenda
    stage.storage.poisonous.add(ref("sub"))
    stage.alpha.deliveries[BODY] = ProviderUpdate(snapshots=(told_subscription(),))
    assert await retry(stage, after=timedelta(minutes=1)) == 1
    assert kept(stage).status is DeliveryStatus.FAILED
    assert stage.tables.agenda[SUBSCRIPTION].due_at == stage.clock.now()


async def test_error_while_decoding_does_not_block_the_others(stage: Stage) -> None:
    await fails(stage)
    stage.alpha.chokes = AttributeError()
    assert await retry(stage, after=timedelta(minutes=1)) == 1
    assert (kept(stage).status, kept(stage).error) == (DeliveryStatus.FAILED, "AttributeError")


async def test_delivery_found_to_be_irrelevant_is_ignored(stage: Stage) -> None:
    await stage.use.apply_provider_event([event("1", reading=Undecodable(error="unknown"))])
    stage.alpha.deliveries[BODY] = Ignored(reason="of another mode")
    await retry(stage, after=timedelta(minutes=1))
    assert (kept(stage).status, kept(stage).error) == (DeliveryStatus.IGNORED, "of another mode")


async def test_delivery_that_repeatedly_kills_the_process_is_given_up(stage: Stage) -> None:
    await fails(stage)
    for _ in range(MAX_ATTEMPTS - 1):
        stage.clock.advance(DAY)
        async with stage.memory.begin() as uow:
            [taken] = await uow.inbox.lease(frozenset({ALPHA}), stage.clock.now(), limit=1, lease=LEASE)
            await uow.commit()
        assert taken.key == "1"
        assert await stage.use.retry_deliveries() == 0, "somebody else has taken it"
    assert kept(stage).attempts == MAX_ATTEMPTS
    stage.storage.poisonous.clear()
    await retry(stage, after=DAY)
    assert kept(stage).status is DeliveryStatus.DEAD
    assert SUBSCRIPTION not in stage.tables.mirror, "it was not tried once more"


async def test_worker_with_an_expired_lease_does_not_change_a_completed_delivery(stage: Stage) -> None:
    await fails(stage)
    stage.clock.advance(timedelta(minutes=1))
    async with stage.memory.begin() as uow:
        [slow] = await uow.inbox.lease(frozenset({ALPHA}), stage.clock.now(), limit=1, lease=LEASE)
        await uow.commit()
    stage.storage.poisonous.clear()
    await retry(stage, after=LEASE)
    settled = kept(stage)
    async with stage.memory.begin() as uow:
        assert not await uow.inbox.complete(slow, slow)
    assert kept(stage) == settled


async def test_delivery_of_a_disconnected_provider_is_not_retried(stage: Stage) -> None:
    await fails(stage)
    stage.connect(BETA)
    assert await retry(stage, after=DAY) == 0
    assert kept(stage).attempts == 1


async def test_unavailable_database_prevents_retries(stage: Stage) -> None:
    await fails(stage)
    stage.storage.down = True
    with pytest.raises(StorageUnavailable):
        await retry(stage, after=DAY)
    stage.storage.down = False
    assert kept(stage).attempts == 1


async def test_retries_are_limited_per_run(stage: Stage) -> None:
    for number in range(3):
        await fails(stage, str(number))
    stage.clock.advance(DAY)
    assert await stage.use.retry_deliveries(limit=2) == 2
    assert await stage.use.retry_deliveries(limit=2) == 1


async def test_write_conflict_only_delays_the_retry(stage: Stage) -> None:
    await fails(stage)
    stage.storage.poisonous.clear()

    async def write_first() -> None:
        async with stage.memory.begin() as uow:
            known = await uow.mirror.load({(ObjectKind.SUBSCRIPTION, ref("sub"))})
            assert not known

    stage.clock.advance(DAY)
    stage.storage.rivals.extend([write_first, write_first])
    assert await stage.use.retry_deliveries() == 1
    assert kept(stage).status is DeliveryStatus.APPLIED
    assert after(0) == NOON
