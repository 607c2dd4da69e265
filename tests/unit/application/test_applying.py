"""Effects of applied updates on the mirror."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from application.ports.provider.updates import FetchRequest, ProviderUpdate, SubscriptionPayment
from application.ports.storage.storage import AnomalyKind
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim, Trust
from domain.subscription import SubscriptionStatus
from examples import (
    ADA,
    BOB,
    MONTH,
    NOON,
    after,
    claim,
    fetched,
    pushed,
    ref,
    told_contents,
    told_item,
    told_payment,
    told_subscription,
)
from unit.application.stage import SUBSCRIPTION, Stage

ITEM = (ObjectKind.ITEM, ref("order"))


def reported(stage: Stage) -> set[AnomalyKind]:
    return {anomaly.anomaly for anomaly in stage.tables.anomalies.values()}


async def test_contested_object_is_refetched_after_seven_seconds(stage: Stage) -> None:
    await stage.hear(told_subscription())
    assert not stage.agenda
    await stage.hear(told_subscription(status=SubscriptionStatus.PAST_DUE))
    assert stage.mirrored().contested_at == NOON
    assert stage.agenda[SUBSCRIPTION].due_at == NOON + timedelta(seconds=7)
    assert await stage.ask(after=timedelta(seconds=6.9)) == 0
    stage.alpha.answers[SUBSCRIPTION] = ProviderUpdate(snapshots=(told_subscription(timestamp=fetched(7)),))
    assert await stage.ask(after=timedelta(seconds=0.1)) == 1


async def test_fetch_too_early_to_settle_a_contest_is_repeated(stage: Stage) -> None:
    await stage.hear(told_subscription(), told_subscription(status=SubscriptionStatus.PAST_DUE))
    stage.alpha.answers[SUBSCRIPTION] = ProviderUpdate(snapshots=(told_subscription(timestamp=fetched(5)),))
    stage.clock.advance(timedelta(seconds=5))
    await stage.hear(fetch_requests=(FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),))
    assert await stage.ask() == 1
    assert stage.mirrored().contested_at is not None
    assert stage.agenda[SUBSCRIPTION].due_at == after(5 + 7)


async def test_fetch_that_settles_a_contest_removes_it_from_the_fetch_queue(stage: Stage) -> None:
    await stage.hear(told_subscription(), told_subscription(status=SubscriptionStatus.PAST_DUE))
    stage.alpha.answers[SUBSCRIPTION] = ProviderUpdate(
        snapshots=(told_subscription(timestamp=fetched(7), status=SubscriptionStatus.PAST_DUE),),
    )
    await stage.ask(after=timedelta(seconds=7))
    assert stage.mirrored().contested_at is None
    assert stage.mirrored().snapshot.status is SubscriptionStatus.PAST_DUE
    assert not stage.agenda


async def test_revived_subscription_is_applied_and_reported(stage: Stage) -> None:
    await stage.hear(told_subscription(status=SubscriptionStatus.ENDED))
    await stage.hear(told_subscription(timestamp=pushed(3600)))
    assert stage.mirrored().snapshot.status is SubscriptionStatus.ACTIVE
    assert reported(stage) == {AnomalyKind.REVIVED}


async def test_ordinary_end_is_not_reported(stage: Stage) -> None:
    await stage.hear(told_subscription())
    await stage.hear(told_subscription(timestamp=pushed(3600), status=SubscriptionStatus.ENDED))
    await stage.hear(told_subscription(timestamp=pushed(60)))
    assert stage.mirrored().snapshot.status is SubscriptionStatus.ENDED
    assert reported(stage) == set()


async def test_purchase_that_changes_its_product_is_reported_and_stays_unchanged(stage: Stage) -> None:
    await stage.hear(told_payment(), told_item())
    await stage.hear(told_item(timestamp=pushed(60), product_id="something else"))
    assert stage.mirrored(ITEM).snapshot == told_item()
    assert reported(stage) == {AnomalyKind.CONTRADICTED}


async def test_claim_for_an_unknown_customer_registers_them(stage: Stage) -> None:
    await stage.hear(told_subscription(), claims=(claim(ADA), claim(BOB, Trust.UNSIGNED)))
    assert set(stage.tables.customers) == {ADA, BOB}
    assert [s.ref for s in (await stage.billing(ADA)).subscriptions] == [ref("sub")]
    assert (await stage.billing(BOB)).subscriptions == ()


async def test_known_claim_writes_nothing(stage: Stage) -> None:
    await stage.hear(told_subscription(), claims=(claim(),))
    before = stage.tables.claims
    stage.tables.customers.clear()
    await stage.hear(told_subscription(timestamp=pushed(60)), claims=(claim(claimed_at=after(60)),))
    assert stage.tables.claims == before
    assert not stage.tables.customers


@pytest.mark.parametrize("second", [claim(claimed_at=after(-60)), claim(subject_created_at=after(-60))])
async def test_earliest_version_of_a_claim_is_kept_in_any_order(second: Claim) -> None:
    for told in ((claim(), second), (second, claim())):
        here = Stage()
        for said in told:
            await here.hear(told_subscription(), claims=(said,))
        assert list(here.tables.claims.values()) == [second]


@pytest.mark.parametrize("status", [SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID])
async def test_payment_for_a_delinquent_subscription_queues_a_fetch(stage: Stage, status: SubscriptionStatus) -> None:
    await stage.hear(told_subscription(status=status))
    await stage.hear(payments=(SubscriptionPayment(subscription=ref("sub")),))
    assert set(stage.agenda) == {SUBSCRIPTION}


async def test_payment_for_a_later_period_queues_a_fetch(stage: Stage) -> None:
    await stage.hear(told_subscription())
    await stage.hear(payments=(SubscriptionPayment(subscription=ref("sub"), period_end=NOON + 2 * MONTH),))
    assert set(stage.agenda) == {SUBSCRIPTION}


async def test_payment_for_an_unknown_subscription_queues_a_fetch(stage: Stage) -> None:
    await stage.hear(payments=(SubscriptionPayment(subscription=ref("sub")),))
    assert set(stage.agenda) == {SUBSCRIPTION}


@pytest.mark.parametrize("period_end", [None, NOON, NOON + MONTH])
async def test_payment_for_an_up_to_date_subscription_queues_no_fetch(
    stage: Stage, period_end: datetime | None
) -> None:
    await stage.hear(told_subscription())
    await stage.hear(payments=(SubscriptionPayment(subscription=ref("sub"), period_end=period_end),))
    assert not stage.agenda


async def test_payment_that_arrives_with_its_period_queues_no_fetch(stage: Stage) -> None:
    await stage.hear(told_subscription())
    renewed = told_subscription(timestamp=pushed(60), current_period_end=NOON + 2 * MONTH)
    await stage.hear(renewed, payments=(SubscriptionPayment(subscription=ref("sub"), period_end=NOON + 2 * MONTH),))
    assert not stage.agenda


async def test_fetch_request_marked_once_is_fetched_only_once(stage: Stage) -> None:
    wanted = FetchRequest(kind=ObjectKind.CHECKOUT, ref=ref("order"), once=True)
    await stage.hear(fetch_requests=(wanted, wanted))
    assert set(stage.agenda) == {(ObjectKind.CHECKOUT, ref("order"))}
    stage.alpha.answers[ObjectKind.CHECKOUT, ref("order")] = ProviderUpdate(
        snapshots=(told_contents(timestamp=fetched(1)),)
    )
    await stage.ask()
    await stage.hear(fetch_requests=(wanted,))
    assert not stage.agenda


async def test_other_fetch_requests_are_fetched_each_time(stage: Stage) -> None:
    stage.alpha.answers[SUBSCRIPTION] = ProviderUpdate(snapshots=(told_subscription(timestamp=fetched(1)),))
    for _ in range(2):
        await stage.hear(fetch_requests=(FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),))
        assert await stage.ask() == 1
    assert not stage.agenda
