"""Next charge of a subscription: null unless it is certain."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.billing.next_charge import next_charge
from domain.catalogue.discount import Discount, Duration
from domain.lifecycle.pause import PlannedPause
from domain.lifecycle.trial import WithoutPaymentMethod
from domain.mirror.snapshot import ObjectKind
from domain.subscription import ScheduleSnapshot, SubscriptionStatus
from examples import MONTH, NOON, dollars, pushed, ref, subscription, told_phase

FREE = Discount(duration=Duration.FOREVER, percent_off=Decimal(100))
RENEWAL, LATER = NOON + MONTH, NOON + 2 * MONTH


def scheduled(**planned: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"subscription_id": "sub", "active": True, **planned}
    schedule = ScheduleSnapshot(ref=ref("schedule"), kind=ObjectKind.SCHEDULE, timestamp=pushed(), **facts)
    return {"schedule_id": "schedule", "schedule": schedule}


def same_plan(at: datetime) -> dict[str, Any]:
    """Build a phase that keeps the plan, like one that only ends a discount."""
    return scheduled(phases=(told_phase("basic", at),))


def pausing(at: datetime) -> dict[str, Any]:
    return scheduled(pause=PlannedPause(pauses_at=at))


def trial(without: WithoutPaymentMethod, **facts: Any) -> dict[str, Any]:
    known = {"has_payment_method": False, "account_has_payment_method": False, **facts}
    return {"status": SubscriptionStatus.TRIALING, "trial_ends_at": RENEWAL, "without_payment_method": without, **known}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, dollars(10)),
        ({"discounts": (FREE,)}, dollars(0)),
        ({"cancels_at": LATER}, None),
        ({"current_period_end": NOON}, None),
        ({"collection_paused": True}, None),
        ({"collection_paused": True, "resumes_at": NOON + timedelta(hours=1)}, dollars(10)),
        ({"status": SubscriptionStatus.PAST_DUE}, None),
        (same_plan(RENEWAL), None),
        (same_plan(LATER), dollars(10)),
        ({"schedule_id": "schedule"}, None),
        (pausing(NOON + timedelta(hours=1)), None),
        (pausing(RENEWAL), None),
        (pausing(LATER), dollars(10)),
        (trial(WithoutPaymentMethod.CANCELS), None),
        (trial(WithoutPaymentMethod.PAUSES), None),
        (trial(WithoutPaymentMethod.ASKS_FOR_PAYMENT), dollars(10)),
        (trial(WithoutPaymentMethod.CANCELS, has_payment_method=True), dollars(10)),
    ],
    ids=[
        "renews",
        "renews with a discount",
        "cancelled",
        "period is over",
        "collection is paused",
        "collection has resumed by plan",
        "past due",
        "phase of the same plan at the renewal",
        "phase of the same plan after the renewal",
        "schedule is not known yet",
        "has paused by plan",
        "pauses at the renewal",
        "pauses after the renewal",
        "trial ends without a payment method",
        "trial pauses without a payment method",
        "trial ends with an invoice",
        "trial with a payment method",
    ],
)
def test_next_charge_is_known_only_if_nothing_may_change_it(facts: dict[str, Any], expected: object) -> None:
    assert next_charge(subscription(**facts), NOON + timedelta(hours=2)) == expected


def test_discount_applies_until_its_end() -> None:
    ending = Discount(duration=Duration.REPEATING, percent_off=Decimal(50), ends_at=RENEWAL)
    known = subscription(discounts=(ending,))
    assert [known.discounted(at) for at in (NOON, RENEWAL)] == [True, False]
    assert subscription(discounts=(ending, None)).discounted(RENEWAL)
