"""No data identifies an erased customer, whatever is delivered before and after, in any order and repeatedly."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.list_events import ListEvents
from application.ingestion.replay_event import ReplayEvent
from application.ingestion.replay_events import ReplayEvents
from application.ingestion.retry_deliveries import RetryDeliveries
from application.ports.provider.event import Undecodable
from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import DeliveryFilter
from application.privacy.erase_customer import EraseCustomer
from contracts.persistence.test_erasing import GRACE, STORY, bought, connected, register, stand_in, told, told_of
from domain.customer import CustomerErased
from examples import ALPHA, NOON, told_account
from fakes.clock import FakeClock
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage

pytestmark = pytest.mark.slow

deliveries = st.lists(st.tuples(st.sampled_from(sorted(STORY)), st.integers(0, 3)), max_size=12)
batches = st.integers(1, 5)


async def live(
    before: list[tuple[str, int]], after: list[tuple[str, int]], *, at_once: int, learnt: bool
) -> InMemoryStorage:
    """Run the deliveries. With `learnt`, previously undecodable ones can be decoded when retried."""
    storage, clock = InMemoryStorage(), FakeClock(NOON)
    provider = FakeProvider(name=ALPHA, storage=storage)
    apply = ApplyProviderEvent(storage=storage, clock=clock)
    for event in (told(key, number) for key in STORY for number in range(4)):
        reading = event.decoded
        if isinstance(reading, Undecodable) and learnt:
            reading = ProviderUpdate(snapshots=(told_account(),))
        provider.deliveries[event.payload.encode()] = reading
    retry = RetryDeliveries(storage=storage, providers={ALPHA: provider.provider()}, clock=clock)
    replay = ReplayEvents(show=ListEvents(storage=storage), replay=ReplayEvent(retry=retry))

    async def hear(what: list[tuple[str, int]]) -> None:
        events = [told(key, number) for key, number in what]
        for begin in range(0, len(events), at_once):
            await apply(events[begin : begin + at_once])

    await register(storage, GRACE)
    await hear([("subscribed", 0), *before])
    await EraseCustomer(storage=storage, providers=connected(), clock=clock)(GRACE)
    await hear(after)
    assert await told_of(storage) == []
    with suppress(CustomerErased):
        await register(storage, GRACE)
    async for _ in replay(DeliveryFilter()):
        pass
    await hear(before)
    return storage


@given(before=deliveries, after=deliveries, at_once=batches, learnt=st.booleans())
def test_no_data_identifies_an_erased_customer(
    before: list[tuple[str, int]],
    after: list[tuple[str, int]],
    at_once: int,
    learnt: bool,  # noqa: FBT001  # as the strategies give it
) -> None:
    async def told_and_bought() -> tuple[list[str], list[str]]:
        storage = await live(before, after, at_once=at_once, learnt=learnt)
        return await told_of(storage), await bought(storage, await stand_in(storage))

    words, things = asyncio.run(told_and_bought())
    assert words == []
    heard = {key for key, _ in before + after} | {"subscribed"}
    theirs = {"subscribed": "sub", "second": "second", "guest": "guests"}
    assert sorted(things) == sorted(theirs[key] for key in heard & theirs.keys())
