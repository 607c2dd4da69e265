"""Of two events about one change, the second is skipped if it names the first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ports.provider.event import Ignored, ProviderEvent, Undecodable
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from application.ports.storage.inbox import DeliveryStatus
from domain.mirror.snapshot import ObjectKind
from examples import ALPHA, BETA, NOON, ref, told_subscription
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage

FULL = ProviderEvent(
    provider=ALPHA,
    key="full",
    type="updated",
    decoded=ProviderUpdate(snapshots=(told_subscription("sub"),)),
    payload="{}",
)
BRIEF = ProviderEvent(
    provider=ALPHA,
    key="brief",
    type="brief",
    decoded=ProviderUpdate(fetch_requests=(FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),)),
    payload="{}",
    repeats="full",
)


async def applied(*batches: list[ProviderEvent]) -> InMemoryStorage:
    storage = InMemoryStorage()
    apply = ApplyProviderEvent(storage=storage, clock=FakeClock(NOON))
    for batch in batches:
        await apply(batch)
    return storage


def status(storage: InMemoryStorage, key: str) -> DeliveryStatus:
    return storage.tables.inbox[ALPHA, key].status


@pytest.mark.parametrize("batches", [[[FULL], [BRIEF]], [[FULL, BRIEF]], [[BRIEF, FULL]]])
async def test_event_that_repeats_an_applied_one_is_ignored_and_fetches_nothing(
    batches: list[list[ProviderEvent]],
) -> None:
    storage = await applied(*batches)
    assert (status(storage, "full"), status(storage, "brief")) == (DeliveryStatus.APPLIED, DeliveryStatus.IGNORED)
    assert "full" in str(storage.tables.inbox[ALPHA, "brief"].error)
    assert not storage.tables.agenda


async def test_event_that_arrives_before_the_one_it_repeats_is_applied() -> None:
    storage = await applied([BRIEF], [FULL])
    assert (status(storage, "full"), status(storage, "brief")) == (DeliveryStatus.APPLIED, DeliveryStatus.APPLIED)
    assert (ObjectKind.SUBSCRIPTION, ref("sub")) in storage.tables.agenda


@pytest.mark.parametrize(
    "other",
    [
        replace(FULL, decoded=Ignored(reason="not handled")),
        replace(FULL, decoded=Undecodable(error="odd")),
        replace(FULL, provider=BETA),
        replace(FULL, key="another"),
    ],
)
async def test_event_whose_counterpart_was_not_applied_is_applied(other: ProviderEvent) -> None:
    for batches in ([[other], [BRIEF]], [[other, BRIEF]]):
        storage = await applied(*batches)
        assert status(storage, "brief") is DeliveryStatus.APPLIED
        assert (ObjectKind.SUBSCRIPTION, ref("sub")) in storage.tables.agenda
