"""Reconciliation of recent changes only."""

from __future__ import annotations

from datetime import timedelta

from application.ports.provider.listing import ListedObject
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionStatus
from examples import after, fetched, pushed, told_subscription
from unit.application.compared import Compared

SUBSCRIPTION = ObjectKind.SUBSCRIPTION


async def test_provider_with_an_event_history_is_asked_only_for_the_changes() -> None:
    compared = Compared()
    compared.alpha.remembered = timedelta(hours=1)
    compared.lists(told_subscription(timestamp=fetched(3600)))
    await compared(since=after(60))
    assert compared.alpha.looked_back_to == [after(60)]


async def test_provider_with_a_shorter_history_is_reconciled_in_full() -> None:
    compared = Compared()
    compared.alpha.remembered = timedelta(minutes=1)
    compared.lists(told_subscription(timestamp=fetched(3600)))
    await compared(since=after(60))
    await compared()
    assert compared.alpha.looked_back_to == [None, None]


async def test_latest_of_several_changes_to_an_object_is_compared() -> None:
    compared = Compared()
    compared.alpha.page_size = 3
    told = [
        told_subscription(status=SubscriptionStatus.ENDED, timestamp=pushed(3000)),
        told_subscription(status=SubscriptionStatus.PAST_DUE, timestamp=pushed(2000)),
        told_subscription(status=SubscriptionStatus.ACTIVE, timestamp=pushed(1000)),
    ]
    await compared.mirrors(told[2])
    compared.alpha.lists[SUBSCRIPTION] = [
        ListedObject(heard=ProviderUpdate(snapshots=(snapshot,))) for snapshot in told
    ]
    drift = await compared(since=after(60))
    assert (drift.seen[SUBSCRIPTION], drift.differing[SUBSCRIPTION]) == (1, 1)
    assert compared.status() is SubscriptionStatus.ENDED
    assert (await compared(since=after(60))).is_clean
