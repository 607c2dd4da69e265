"""Refresh of a customer who returns from a portal or a checkout."""

from __future__ import annotations

import pytest

from domain.customer import Customer, CustomerNotFound
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from examples import (
    ADA,
    BOB,
    NOON,
    after,
    claim,
    ref,
    told_charge,
    told_dispute,
    told_item,
    told_payment,
    told_subscription,
)
from unit.application.stage import Stage


async def test_account_is_fetched_once_for_all_its_objects(stage: Stage) -> None:
    ordered = claim(kind=ObjectKind.ORDER, subject="order")
    await stage.hear(told_subscription(), told_payment(), claims=(claim(), ordered))
    stage.clock.moment = after(60)
    await stage.use.refresh_customer(ADA)
    assert {key: entry.due_at for key, entry in stage.agenda.items()} == {
        (ObjectKind.ACCOUNT, ref("account")): after(60)
    }


async def test_objects_without_an_owned_account_are_fetched_individually(stage: Stage) -> None:
    ordered = claim(kind=ObjectKind.ORDER, subject="order", account=None)
    purchase = (told_payment(account=None), told_item(), told_charge(), told_dispute())
    await stage.hear(told_subscription(), *purchase, claims=(claim(trust=Trust.UNSIGNED), ordered))
    await stage.use.refresh_customer(ADA)
    assert set(stage.agenda) == {
        (ObjectKind.SUBSCRIPTION, ref("sub")),
        (ObjectKind.ORDER, ref("order")),
        (ObjectKind.CHARGE, ref("charge")),
        (ObjectKind.DISPUTE, ref("dispute")),
    }


async def test_objects_of_other_customers_are_not_fetched(stage: Stage) -> None:
    await stage.hear(told_subscription(), claims=(claim(BOB),))
    stage.tables.customers[ADA] = Customer(id=ADA, registered_at=NOON)
    await stage.use.refresh_customer(ADA)
    assert not stage.agenda


async def test_refresh_brings_a_later_fetch_forward(stage: Stage) -> None:
    await stage.hear(told_subscription(), claims=(claim(trust=Trust.UNSIGNED),))
    await stage.hear(told_subscription(collection_paused=True))
    key = (ObjectKind.SUBSCRIPTION, ref("sub"))
    assert stage.agenda[key].due_at == after(7)
    await stage.use.refresh_customer(ADA)
    assert stage.agenda[key].due_at == NOON


async def test_unknown_customer_is_not_found(stage: Stage) -> None:
    with pytest.raises(CustomerNotFound):
        await stage.use.refresh_customer(ADA)
