"""Access rules: one test for each row of the table of statuses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.billing.access import Access, access_of_purchase, access_of_subscription, best_of
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.purchases.facet import DisputeStatus, PaymentStatus
from domain.subscription import ScheduleSnapshot, Subscription, SubscriptionStatus
from examples import MONTH, NOON, facets, pushed, ref, subscription, told_charge, told_dispute, told_payment

GRACE = timedelta(days=14)
DAY = timedelta(days=1)


def access(told: Subscription, at: datetime = NOON + DAY) -> tuple[bool, str, datetime | None]:
    answer = access_of_subscription(told, at, grace=GRACE)
    return answer.granted, answer.reason, answer.until


def test_active_subscription_grants_access_until_its_period_ends() -> None:
    assert access(subscription()) == (True, "subscription_active", NOON + MONTH)


def test_active_subscription_grants_access_past_its_period_end_as_renewals_arrive_late() -> None:
    assert access(subscription(), NOON + MONTH + DAY) == (True, "subscription_active", None)


def test_trial_grants_access_until_it_ends() -> None:
    trial = subscription(status=SubscriptionStatus.TRIALING, trial_ends_at=NOON + 7 * DAY)
    assert access(trial) == (True, "trialing", NOON + 7 * DAY)


def test_scheduled_cancellation_grants_access_until_its_date() -> None:
    cancelling = subscription(cancels_at=NOON + 7 * DAY)
    assert access(cancelling) == (True, "cancels_at_period_end", NOON + 7 * DAY)
    assert access(cancelling, NOON + 7 * DAY) == (False, "subscription_ended", None)


def test_cancellation_found_only_in_the_schedule_ends_access() -> None:
    schedule = ScheduleSnapshot(
        ref=ref("schedule"),
        kind=ObjectKind.SCHEDULE,
        timestamp=pushed(),
        subscription_id="sub",
        active=True,
        cancels_at=NOON + DAY,
    )
    assert access(subscription(schedule=schedule), NOON + 2 * DAY) == (False, "subscription_ended", None)


def test_past_due_subscription_has_grace_days_from_its_oldest_overdue_invoice() -> None:
    owing = subscription(status=SubscriptionStatus.PAST_DUE, arrears_since=NOON)
    assert access(owing) == (True, "past_due_grace", NOON + GRACE)
    assert access(owing, NOON + GRACE) == (False, "past_due", None)


def test_past_due_subscription_without_a_known_invoice_grants_access() -> None:
    owing = subscription(status=SubscriptionStatus.PAST_DUE)
    assert access(owing, NOON + 400 * DAY) == (True, "past_due_grace", None)


def test_new_period_does_not_extend_the_grace() -> None:
    owing = subscription(status=SubscriptionStatus.PAST_DUE, arrears_since=NOON - MONTH, current_period_start=NOON)
    assert access(owing) == (False, "past_due", None)


def test_failed_upgrade_keeps_access_for_the_grace_days_after_its_invoice() -> None:
    upgraded = subscription(
        status=SubscriptionStatus.PAST_DUE,
        arrears_since=NOON,
        current_period_start=NOON - 200 * DAY,
        current_period_end=NOON + 165 * DAY,
    )
    assert access(upgraded) == (True, "past_due_grace", NOON + GRACE)


def test_paused_collection_grants_access() -> None:
    assert access(subscription(collection_paused=True)) == (True, "collection_paused", None)
    assert access(subscription(collection_paused=True, status=SubscriptionStatus.PAST_DUE), NOON + MONTH)[:2] == (
        True,
        "collection_paused",
    )


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (SubscriptionStatus.PAUSED, "paused"),
        (SubscriptionStatus.UNPAID, "unpaid"),
        (SubscriptionStatus.INCOMPLETE, "incomplete"),
        (SubscriptionStatus.ENDED, "subscription_ended"),
        (SubscriptionStatus.UNKNOWN, "unknown_status"),
    ],
)
def test_other_statuses_deny_access(status: SubscriptionStatus, reason: str) -> None:
    assert access(subscription(status=status)) == (False, reason, None)


def test_subscription_of_a_deleted_account_has_ended() -> None:
    assert access(subscription(account_deleted_at=NOON)) == (False, "subscription_ended", None)


def purchase_access(**facts: Any) -> tuple[bool, str]:
    answer = access_of_purchase(OneOffPurchase(facets=facets(told_payment(**facts))))
    return answer.granted, answer.reason


@pytest.mark.parametrize(
    ("status", "granted", "reason"),
    [
        (PaymentStatus.PAID, True, "purchase_paid"),
        (PaymentStatus.PENDING, False, "purchase_pending"),
        (PaymentStatus.FAILED, False, "purchase_failed"),
        (PaymentStatus.FRAUDULENT, False, "purchase_fraudulent"),
        (PaymentStatus.UNKNOWN, False, "purchase_unknown"),
    ],
)
def test_paid_purchase_grants_access_permanently(status: PaymentStatus, reason: str, *, granted: bool) -> None:
    assert purchase_access(status=status) == (granted, reason)


@pytest.mark.parametrize(
    ("refunded", "granted", "reason"),
    [(0, True, "purchase_paid"), (40, True, "purchase_partially_refunded"), (99, False, "purchase_refunded")],
)
def test_only_a_full_refund_ends_access_to_a_purchase(refunded: int, reason: str, *, granted: bool) -> None:
    bought = OneOffPurchase(facets=facets(told_payment(), told_charge(refunded=refunded)))
    assert access_of_purchase(bought) == Access(granted=granted, reason=reason)


@pytest.mark.parametrize(
    ("dispute", "granted", "reason"),
    [
        (DisputeStatus.OPEN, True, "purchase_disputed"),
        (DisputeStatus.LOST, False, "purchase_charged_back"),
        (DisputeStatus.WON, True, "purchase_paid"),
    ],
)
def test_only_a_lost_dispute_ends_access_to_a_purchase(dispute: DisputeStatus, reason: str, *, granted: bool) -> None:
    bought = OneOffPurchase(facets=facets(told_payment(), told_dispute(status=dispute)))
    assert access_of_purchase(bought) == Access(granted=granted, reason=reason)


def test_best_access_prefers_granted_then_open_ended_then_the_latest_date() -> None:
    denied = Access(granted=False, reason="unpaid")
    soon = Access(granted=True, reason="subscription_active", until=NOON)
    later = Access(granted=True, reason="subscription_active", until=NOON + DAY)
    for_good = Access(granted=True, reason="purchase_paid")
    assert best_of([denied, soon]) == soon
    assert best_of([soon, later, denied]) == later
    assert best_of([later, for_good]) == for_good


def test_customer_without_purchases_has_no_access() -> None:
    assert best_of([]) == Access(granted=False, reason="nothing_bought")
