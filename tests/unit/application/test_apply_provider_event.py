"""Storing and applying of a delivery."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from application.ports.errors import StorageUnavailable
from application.ports.provider.event import Ignored, Undecodable
from application.ports.provider.updates import FetchRequest, SubscriptionPayment
from application.ports.storage.inbox import DeliveryStatus
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionStatus
from examples import ADA, ALPHA, BETA, claim, pushed, ref, told_account, told_item, told_payment, told_subscription
from unit.application.stage import SUBSCRIPTION, Stage, event

OTHER = (ObjectKind.SUBSCRIPTION, ref("other"))


def kept(stage: Stage) -> dict[str, tuple[DeliveryStatus, str | None]]:
    return {delivery.key: (delivery.status, delivery.error) for delivery in stage.tables.inbox.values()}


async def test_delivery_is_stored_and_applied_in_one_transaction(stage: Stage) -> None:
    await stage.use.apply_provider_event([event("1", told_subscription(), claims=(claim(),))])
    assert stage.storage.begun == 1
    assert kept(stage) == {"1": (DeliveryStatus.APPLIED, None)}
    assert stage.mirrored().snapshot == told_subscription()
    assert stage.tables.claims
    [delivery] = stage.tables.inbox.values()
    assert (delivery.subject, delivery.account) == ((ObjectKind.SUBSCRIPTION, ref("sub")), ref("account"))


async def test_delivery_about_an_account_is_stored_under_the_account(stage: Stage) -> None:
    await stage.use.apply_provider_event([event("1", told_account())])
    [delivery] = stage.tables.inbox.values()
    assert (delivery.subject, delivery.account) == ((ObjectKind.ACCOUNT, ref("account")), None)


async def test_delivery_repeated_in_the_same_group_or_later_is_applied_once(stage: Stage) -> None:
    told = event("1", told_subscription())
    await stage.use.apply_provider_event([told, told])
    await stage.use.apply_provider_event([told])
    assert stage.mirrored().version == 1
    assert len(kept(stage)) == 1


async def test_same_key_from_two_providers_gives_two_deliveries(stage: Stage) -> None:
    theirs = event("1", told_subscription(provider=BETA), provider=BETA)
    await stage.use.apply_provider_event([event("1", told_subscription()), theirs])
    assert set(stage.tables.inbox) == {(ALPHA, "1"), (BETA, "1")}
    assert len(stage.tables.mirror) == 2


async def test_group_is_one_transaction(stage: Stage) -> None:
    group = [event(str(n), told_subscription(timestamp=pushed(60 * n))) for n in range(5)]
    await stage.use.apply_provider_event(group)
    assert stage.storage.begun == 1
    assert stage.mirrored().version == 1
    assert stage.mirrored().snapshot.timestamp == pushed(240)


async def test_ignored_delivery_is_stored_with_the_reason(stage: Stage) -> None:
    await stage.use.apply_provider_event([event("1", reading=Ignored(reason="another mode"))])
    assert kept(stage) == {"1": (DeliveryStatus.IGNORED, "another mode")}
    assert not stage.agenda


async def test_objects_of_an_undecodable_delivery_are_fetched(stage: Stage) -> None:
    wanted = FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub"))
    await stage.use.apply_provider_event([event("1", reading=Undecodable(error="no id", fetch_requests=(wanted,)))])
    assert kept(stage) == {"1": (DeliveryStatus.FAILED, "no id")}
    assert stage.agenda[SUBSCRIPTION].due_at == stage.clock.now()
    assert not stage.tables.mirror


async def test_repeated_undecodable_delivery_is_fetched_once(stage: Stage) -> None:
    unread = event(
        "1",
        reading=Undecodable(error="no", fetch_requests=(FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub")),)),
    )
    await stage.use.apply_provider_event([unread])
    stage.agenda.clear()
    await stage.use.apply_provider_event([unread])
    assert not stage.agenda


async def test_delivery_that_cannot_be_applied_is_stored_as_failed_and_all_its_objects_are_fetched(
    stage: Stage,
) -> None:
    stage.storage.poisonous.add(ref("sub"))
    bad = event(
        "1",
        told_subscription(),
        told_item("bought"),
        claims=(claim(subject="claimed"),),
        fetch_requests=(FetchRequest(kind=ObjectKind.PRODUCT, ref=ref("product"), once=True),),
        payments=(SubscriptionPayment(subscription=ref("paid")),),
    )
    await stage.use.apply_provider_event([bad])
    assert kept(stage) == {"1": (DeliveryStatus.FAILED, "LookupError")}
    assert set(stage.agenda) == {
        SUBSCRIPTION,
        (ObjectKind.SUBSCRIPTION, ref("claimed")),
        (ObjectKind.SUBSCRIPTION, ref("paid")),
        (ObjectKind.PRODUCT, ref("product")),
    }


async def test_delivery_that_cannot_be_applied_leaves_no_partial_changes(stage: Stage) -> None:
    stage.storage.poisonous.add(ref("sub"))
    await stage.use.apply_provider_event([event("1", told_account(), told_subscription(), claims=(claim(),))])
    assert (stage.tables.mirror, stage.tables.claims, stage.tables.customers) == ({}, {}, {})


async def test_delivery_that_cannot_be_applied_does_not_affect_the_others_in_its_group(stage: Stage) -> None:
    stage.storage.poisonous.add(ref("sub"))
    group = [event("1", told_subscription("a")), event("2", told_subscription()), event("3", told_subscription("c"))]
    await stage.use.apply_provider_event(group)
    assert {key: status for key, (status, _) in kept(stage).items()} == {
        "1": DeliveryStatus.APPLIED,
        "2": DeliveryStatus.FAILED,
        "3": DeliveryStatus.APPLIED,
    }
    assert set(stage.tables.mirror) == {(ObjectKind.SUBSCRIPTION, ref("a")), (ObjectKind.SUBSCRIPTION, ref("c"))}


async def test_delivery_that_cannot_be_stored_is_reported_and_does_not_affect_the_others(stage: Stage) -> None:
    stage.storage.poisonous.add("2")
    group = [event("1", told_subscription("a")), event("2", told_payment()), event("3", told_subscription("c"))]
    with pytest.raises(ValueError, match="cannot be stored"):
        await stage.use.apply_provider_event(group)
    assert set(kept(stage)) == {"1", "3"}


async def test_write_conflict_is_retried_without_losing_an_update(stage: Stage) -> None:
    async def rival() -> None:
        await stage.use.apply_provider_event(
            [event("2", told_subscription(timestamp=pushed(60), status=SubscriptionStatus.ENDED))]
        )

    stage.storage.rivals.extend([rival])
    await stage.use.apply_provider_event([event("1", told_subscription(), told_account())])
    assert stage.mirrored().snapshot.status is SubscriptionStatus.ENDED
    assert (ObjectKind.ACCOUNT, ref("account")) in stage.tables.mirror
    assert {status for status, _ in kept(stage).values()} == {DeliveryStatus.APPLIED}


async def test_delivery_with_endless_write_conflicts_is_stored_as_failed(stage: Stage) -> None:
    async def rival() -> None:
        stage.storage.begun += 100

    stage.storage.rivals.extend([rival] * 5)
    await stage.use.apply_provider_event([event("1", told_subscription())])
    assert kept(stage) == {"1": (DeliveryStatus.FAILED, "WriteConflict")}
    assert set(stage.agenda) == {SUBSCRIPTION}


async def test_storing_a_failed_delivery_is_retried_after_write_conflicts(stage: Stage) -> None:
    async def rival() -> None:
        stage.storage.begun += 100

    stage.storage.rivals.extend([rival] * 7)
    await stage.use.apply_provider_event([event("1", told_subscription())])
    assert kept(stage) == {"1": (DeliveryStatus.FAILED, "WriteConflict")}


async def test_unavailable_database_stores_no_delivery_and_the_provider_must_resend_it(stage: Stage) -> None:
    stage.storage.down = True
    with pytest.raises(StorageUnavailable):
        await stage.use.apply_provider_event([event("1", told_subscription()), event("2", told_subscription("b"))])
    assert not stage.tables.inbox
    stage.storage.down = False
    await stage.use.apply_provider_event([event("1", told_subscription())])
    assert kept(stage) == {"1": (DeliveryStatus.APPLIED, None)}


async def test_undecodable_delivery_is_logged_once_without_its_payload(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    unreadable = event("1", reading=Undecodable(error="expected an integer"))
    with caplog.at_level(logging.DEBUG):
        await stage.use.apply_provider_event([unreadable, event("2", told_subscription())])
        await stage.use.apply_provider_event([unreadable])
    [record] = caplog.records
    said = {name: vars(record)[name] for name in ("levelno", "provider", "delivery", "event_type", "error")}
    assert said == {
        "levelno": logging.WARNING,
        "provider": ALPHA,
        "delivery": "1",
        "event_type": "made.up",
        "error": "expected an integer",
    }
    assert "payload-secret" not in repr(vars(record))


async def test_delivery_key_that_does_not_look_like_a_key_is_not_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.use.apply_provider_event([event("somebody@private.example", reading=Undecodable(error="no envelope"))])
    stage.alpha.deliveries.clear()
    stage.clock.advance(timedelta(minutes=1))
    await stage.use.retry_deliveries()
    assert [vars(record)["delivery"] for record in caplog.records] == ["(not shown)"] * 2


async def test_failure_is_logged_without_the_delivered_data(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.storage.poisonous.add(ref("sub"))
    with caplog.at_level(logging.DEBUG):
        await stage.use.apply_provider_event([event("1", told_subscription(), claims=(claim(ADA),))])
    [record] = caplog.records
    said = repr(vars(record))
    assert record.levelno == logging.ERROR
    assert "LookupError" in said
    for private in ("payload-secret", "a secret of the database's", repr(ADA)):
        assert private not in said
