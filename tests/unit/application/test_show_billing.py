"""Billing as the customer sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.billing.access import NOTHING_BOUGHT, Access
from domain.customer import Customer, CustomerNotFound
from domain.intent import Intent
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.subscription import SubscriptionStatus
from examples import ADA, MONTH, NOON, claim, ref, told_account, told_invoice, told_payment, told_subscription
from fakes.installation import GRACE
from unit.application.stage import Stage

ORDERED = claim(kind=ObjectKind.ORDER, subject="order")


async def test_billing_is_read_from_the_mirror_alone(stage: Stage) -> None:
    await stage.hear(told_subscription(), told_payment(), claims=(claim(), ORDERED))
    stage.alpha.fails = stage.beta.fails = AssertionError("no provider is asked")
    stage.alpha.pages = frozenset(Intent)
    view = await stage.use.show_billing(ADA)
    assert [s.ref for s in view.billing.subscriptions] == [ref("sub")]
    assert [p.ref for p in view.billing.purchases] == [ref("order")]
    assert view.intents == tuple(Intent)
    assert stage.storage.begun == 1


async def test_access_is_computed_at_the_time_of_reading(stage: Stage) -> None:
    await stage.hear(told_subscription(cancels_at=NOON + MONTH), claims=(claim(),))
    before = await stage.use.show_billing(ADA)
    stage.clock.advance(MONTH)
    after = await stage.use.show_billing(ADA)
    assert before.access == Access(granted=True, reason="cancels_at_period_end", until=NOON + MONTH)
    assert after.access == Access(granted=False, reason="subscription_ended")
    [subscription] = after.billing.subscriptions
    assert after.access_of(subscription) == after.access


async def test_open_invoice_keeps_access_for_the_grace_days(stage: Stage) -> None:
    await stage.hear(told_subscription(status=SubscriptionStatus.PAST_DUE), told_invoice(), claims=(claim(),))
    stage.clock.advance(GRACE - timedelta(seconds=1))
    assert (await stage.use.show_billing(ADA)).access.granted
    stage.clock.advance(timedelta(seconds=1))
    assert not (await stage.use.show_billing(ADA)).access.granted


async def test_customer_without_purchases_has_empty_lists(stage: Stage) -> None:
    stage.tables.customers[ADA] = Customer(id=ADA, registered_at=NOON)
    view = await stage.use.show_billing(ADA)
    assert (view.billing.subscriptions, view.billing.purchases, view.intents) == ((), (), ())
    assert view.access == NOTHING_BOUGHT


async def test_unknown_customer_is_not_found(stage: Stage) -> None:
    with pytest.raises(CustomerNotFound):
        await stage.use.show_billing(ADA)


async def test_manage_is_available_without_a_portal_if_there_is_a_receipt(stage: Stage) -> None:
    stage.alpha.needs_subscription = True
    await stage.hear(told_payment(), claims=(ORDERED,))
    assert (await stage.use.show_billing(ADA)).intents == (Intent.MANAGE,)


async def test_forged_claim_credits_one_purchase_and_shows_no_account(stage: Stage) -> None:
    forged = claim(trust=Trust.UNSIGNED)
    await stage.hear(told_subscription(), told_subscription("another"), claims=(forged,))
    stage.alpha.pages = frozenset(Intent)
    view = await stage.use.show_billing(ADA)
    assert [s.ref for s in view.billing.subscriptions] == [ref("sub")]
    assert view.billing.accounts == ()


async def test_subscriptions_of_a_deleted_account_are_shown_as_ended(stage: Stage) -> None:
    await stage.hear(told_subscription(), told_account(deleted=True), claims=(claim(),))
    view = await stage.use.show_billing(ADA)
    assert [s.status for s in view.billing.subscriptions] == [SubscriptionStatus.ENDED]
    assert stage.mirrored().snapshot.status is SubscriptionStatus.ACTIVE


async def test_account_deleted_before_its_first_claim_is_shown_as_deleted(stage: Stage) -> None:
    await stage.hear(told_account(deleted=True, created_at=None))
    await stage.hear(told_subscription(), claims=(claim(),))
    view = await stage.use.show_billing(ADA)
    assert [account.deleted for account in view.billing.accounts] == [True]
    assert not view.access.granted
