"""Recent changes at Stripe are read from its event history, as far back as that goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from adapters.providers.stripe.event_history import HISTORY_WINDOW, TYPES
from adapters.providers.stripe.event_table import READERS
from application.ports.provider.listing import CursorExpired, ListPage
from application.reconciliation.drift import Drift
from application.reconciliation.reconcile import Reconcile
from contracts.providers.playing import Play
from contracts.providers.stripe_in_sandbox import StripeInSandbox
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionStatus
from payment_sandbox.stripe.life import cancellation, catalogue, subscriptions

EVENTS = "/stripe/v1/events"


@pytest.fixture
def under_test() -> Iterator[StripeInSandbox]:
    with closing(StripeInSandbox()) as played:
        yield played


async def pages(under_test: StripeInSandbox, kind: ObjectKind, *, since: timedelta) -> list[ListPage]:
    """Read the changes of at most this long ago."""
    lists, moment = under_test.provider.listing, under_test.now - since
    found = [await lists.page(kind, None, moment)]
    while found[-1].next_cursor is not None:
        found.append(await lists.page(kind, found[-1].next_cursor, moment))
    return found


def test_every_handled_event_type_belongs_to_a_listed_kind(under_test: StripeInSandbox) -> None:
    assert sorted(type_ for types in TYPES.values() for type_ in types) == sorted(READERS)
    assert set(TYPES) == set(under_test.provider.listing.kinds)
    assert max(map(len, TYPES.values())) <= 20


async def test_missed_changes_are_found_from_events_alone(under_test: StripeInSandbox) -> None:
    stage = under_test.stage
    before, others = stage.subscribe(), [stage.subscribe() for _ in range(3)]
    play = Play(under_test=under_test)
    reconcile = Reconcile(storage=play.storage, providers=play.providers, clock=play.clock, sleep=under_test.wait)
    await reconcile([under_test.provider.name])
    stage.move(days=3)
    cancellation.at_once(stage.account, before["id"])
    new = stage.subscribe()
    under_test.transport.paths.clear()
    play.clock.moment = under_test.now
    [found] = await reconcile([under_test.provider.name], since=under_test.now - timedelta(hours=1))
    assert found.skipped is None
    assert set(under_test.transport.paths) == {EVENTS}
    assert len(under_test.transport.paths) == len(under_test.provider.listing.kinds)
    assert (found.new[ObjectKind.SUBSCRIPTION], found.differing[ObjectKind.SUBSCRIPTION]) == (1, 1)
    mirrored = {
        key[1].id: known.snapshot.status
        for key, known in play.storage.tables.mirror.items()
        if key[0] is ObjectKind.SUBSCRIPTION
    }
    running = {each["id"]: SubscriptionStatus.ACTIVE for each in (*others, new)}
    assert mirrored == {before["id"]: SubscriptionStatus.ENDED, **running}


async def test_earlier_changes_are_not_listed(under_test: StripeInSandbox) -> None:
    under_test.stage.subscribe()
    under_test.stage.move(minutes=10)
    [page] = await pages(under_test, ObjectKind.SUBSCRIPTION, since=timedelta(minutes=9))
    assert page.objects == ()
    [page] = await pages(under_test, ObjectKind.SUBSCRIPTION, since=timedelta(minutes=11))
    assert page.objects


async def test_changes_are_paginated(under_test: StripeInSandbox) -> None:
    id_ = under_test.stage.subscribe()["id"]
    for number in range(250):
        subscriptions.update(under_test.stage.account, id_, metadata={"number": str(number)})
    found = await pages(under_test, ObjectKind.SUBSCRIPTION, since=timedelta(hours=1))
    assert [len(page.objects) for page in found] == [100, 100, 52]  # including the creation of the subscription


async def test_other_modes_and_unknown_versions_are_treated_as_in_a_webhook(
    under_test: StripeInSandbox,
) -> None:
    id_ = under_test.stage.subscribe()["id"]
    records = under_test.stage.records
    [event] = [each for each in records.all("event") if each["type"] == "customer.subscription.created"]
    records.put("event", {**event, "api_version": "2019-01-01"})
    [page] = await pages(under_test, ObjectKind.SUBSCRIPTION, since=timedelta(hours=1))
    [heard] = [each.heard for each in page.objects if not each.heard.snapshots]
    assert [(wanted.kind, wanted.ref.id) for wanted in heard.fetch_requests] == [(ObjectKind.SUBSCRIPTION, id_)]
    records.put("event", {**event, "livemode": True})
    [rest] = await pages(under_test, ObjectKind.SUBSCRIPTION, since=timedelta(hours=1))
    assert len(rest.objects) == len(page.objects) - 1


async def test_undecodable_event_queues_a_fetch(under_test: StripeInSandbox) -> None:
    id_ = under_test.stage.subscribe()["id"]
    records = under_test.stage.records
    [event] = [each for each in records.all("event") if each["type"] == "customer.subscription.created"]
    broken = {**event["data"]["object"], "status": 7}
    records.put("event", {**event, "data": {**event["data"], "object": broken}})
    [page] = await pages(under_test, ObjectKind.SUBSCRIPTION, since=timedelta(hours=1))
    wanted = [
        wanted.ref.id for each in page.objects if not each.heard.snapshots for wanted in each.heard.fetch_requests
    ]
    assert wanted == [id_]


@pytest.mark.parametrize("days", [27, 30])
async def test_everything_is_listed_beyond_the_event_history(under_test: StripeInSandbox, days: int) -> None:
    under_test.stage.subscribe()
    play = Play(under_test=under_test)
    reconcile = Reconcile(storage=play.storage, providers=play.providers, clock=play.clock, sleep=under_test.wait)
    await reconcile([under_test.provider.name], since=under_test.now - timedelta(days=days))
    assert (EVENTS in under_test.transport.paths) == (timedelta(days=days) <= HISTORY_WINDOW)


@pytest.mark.parametrize("since", [None, timedelta(hours=1)])
async def test_lost_cursor_restarts_the_list(under_test: StripeInSandbox, since: timedelta | None) -> None:
    moment = under_test.now - since if since is not None else None
    with pytest.raises(CursorExpired):
        await under_test.provider.listing.page(ObjectKind.ACCOUNT, "gone", moment)


async def test_product_deleted_during_pagination_does_not_interrupt_the_run(
    under_test: StripeInSandbox,
) -> None:
    for number in range(150):
        catalogue.create_product(under_test.stage.account, name=f"Course {number}")
    play = Play(under_test=under_test)
    first = await under_test.provider.listing.page(ObjectKind.PRODUCT, None)
    assert first.next_cursor is not None
    begun: list[str] = []

    def delete(_: Drift) -> None:
        """Delete a product once the first page of products has been read."""
        if not begun:
            begun.append(first.next_cursor or "")
            under_test.stage.records.delete("product", begun[0])

    under_test.transport.paths.clear()
    reconcile = Reconcile(storage=play.storage, providers=play.providers, clock=play.clock, sleep=under_test.wait)
    [found] = await reconcile([under_test.provider.name], watch=delete)
    assert (found.skipped, len(begun)) == (None, 1)
    assert under_test.transport.paths.count("/stripe/v1/products") == 4
