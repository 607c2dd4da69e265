"""Purchases whose objects arrive one by one, read as the customer sees them."""

from __future__ import annotations

from itertools import permutations

import pytest

from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.one_off_purchase import PurchaseStatus
from domain.purchases.facet import DisputeStatus, PaymentRelation, PaymentStatus
from examples import ADA, NOON, claim, dollars, pushed, ref, told_charge, told_dispute, told_payment
from unit.application.stage import Stage

ORDERED = claim(kind=ObjectKind.ORDER, subject="order")


def link(id_: str, *keys: str) -> PaymentRelation:
    return PaymentRelation(
        ref=ref(id_), kind=ObjectKind.INVOICE_PAYMENT, timestamp=pushed(), keys=(id_, *keys), created_at=NOON
    )


async def status_after(*told: Snapshot) -> PurchaseStatus:
    stage = Stage()
    for number, snapshot in enumerate(told):
        await stage.hear(snapshot, claims=(ORDERED,) if number == 0 else ())
    [purchase] = (await stage.billing(ADA)).purchases
    return purchase.status


async def settled(*told: Snapshot) -> PurchaseStatus:
    """Return the status after these snapshots, which must be the same in any order."""
    [status] = {await status_after(*order) for order in permutations(told)}
    return status


@pytest.mark.parametrize(
    ("fate", "status"),
    [
        (DisputeStatus.OPEN, PurchaseStatus.DISPUTED),
        (DisputeStatus.LOST, PurchaseStatus.CHARGED_BACK),
        (DisputeStatus.WON, PurchaseStatus.PAID),
    ],
)
async def test_dispute_without_a_payment_id_is_matched_by_its_charge(
    fate: DisputeStatus, status: PurchaseStatus
) -> None:
    dispute = told_dispute(status=fate, keys=("dispute", "charge"))
    assert await settled(told_payment(), told_charge(), dispute) is status


async def test_dispute_of_an_unknown_charge_waits_and_changes_nothing(stage: Stage) -> None:
    await stage.hear(told_dispute(keys=("dispute", "unheard")), told_payment(), claims=(ORDERED,))
    [purchase] = (await stage.billing()).purchases
    assert purchase.status is PurchaseStatus.PAID


async def test_purchase_paid_in_two_payments_is_refunded_when_both_are() -> None:
    order = told_payment(total=dollars(99))
    first = told_charge("first", keys=("first", "pi-1"), captured=dollars(50), refunded=50)
    second = told_charge("second", keys=("second", "pi-2"), captured=dollars(49))
    links = (link("link-1", "order", "pi-1"), link("link-2", "order", "pi-2"))
    assert await settled(order, *links, first, second) is PurchaseStatus.PARTIALLY_REFUNDED
    back = told_charge("second", keys=("second", "pi-2"), captured=dollars(49), refunded=49)
    assert await settled(order, *links, first, back) is PurchaseStatus.REFUNDED


async def test_failed_payment_before_a_successful_one_does_not_count() -> None:
    failed = told_payment("pi-1", kind=ObjectKind.PAYMENT, confirms_one_off=False, status=PaymentStatus.FAILED)
    paid = told_payment("pi-2", kind=ObjectKind.PAYMENT, confirms_one_off=False)
    order = told_payment(keys=("order", "pi-1", "pi-2"))
    assert await settled(failed, paid, order) is PurchaseStatus.PAID


async def test_subscription_payment_is_never_shown_as_a_purchase(stage: Stage) -> None:
    bare = told_payment(kind=ObjectKind.PAYMENT, confirms_one_off=False)
    await stage.hear(bare, told_charge(), claims=(ORDERED,))
    assert (await stage.billing()).purchases == ()
