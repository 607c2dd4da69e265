"""Decoding of Lemon Squeezy's subscriptions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from application.ports.provider.updates import FetchRequest
from domain.catalogue.item import SubscriptionItem, Usage
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionStatus
from fixtures.lemonsqueezy.payloads import changed, variant
from unit.providers.lemonsqueezy.reading import heard, ref, told

FIRST_OF_DECEMBER = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("active", SubscriptionStatus.ACTIVE),
        ("on_trial", SubscriptionStatus.TRIALING),
        ("past_due", SubscriptionStatus.PAST_DUE),
        ("unpaid", SubscriptionStatus.UNPAID),
        ("paused_void", SubscriptionStatus.PAUSED),
        ("pause_misspelt", SubscriptionStatus.PAUSED),
        ("paused_free", SubscriptionStatus.ACTIVE),
        ("cancelled", SubscriptionStatus.ACTIVE),
        ("cancelled_in_its_trial", SubscriptionStatus.TRIALING),
        ("cancelled_after_its_trial", SubscriptionStatus.ACTIVE),
        ("expired", SubscriptionStatus.ENDED),
        ("status_unheard_of", SubscriptionStatus.UNKNOWN),
    ],
)
def test_every_status_is_mapped(name: str, status: SubscriptionStatus) -> None:
    each = variant(f"subscriptions.{name}")
    assert (told(each).status, told(each).raw_status) == (status, each["attributes"]["status"])


def test_cancelled_subscription_runs_until_its_end() -> None:
    snapshot = told(variant("subscriptions.cancelled"))
    assert (snapshot.cancels_at, snapshot.current_period_end) == (FIRST_OF_DECEMBER, FIRST_OF_DECEMBER)
    assert snapshot.ended_at is None


def test_cancelled_subscription_without_an_end_ends_at_its_renewal_date() -> None:
    assert told(changed("subscriptions.cancelled", ends_at=None)).cancels_at == FIRST_OF_DECEMBER


def test_resumed_subscription_has_no_end() -> None:
    assert told(variant("subscriptions.active")).cancels_at is None


def test_expired_subscription_has_ended_at_its_planned_end() -> None:
    snapshot = told(variant("subscriptions.expired"))
    assert snapshot.ended_at == datetime(2026, 11, 12, 10, tzinfo=UTC)
    assert snapshot.cancels_at is None


def test_free_pause_keeps_access_and_other_pauses_do_not() -> None:
    free, void = told(variant("subscriptions.paused_free")), told(variant("subscriptions.paused_void"))
    assert (free.collection_paused, free.resumes_at) == (True, datetime(2026, 12, 20, 10, tzinfo=UTC))
    assert (void.collection_paused, void.resumes_at) == (False, None)
    assert told(changed("subscriptions.paused_free", pause=None)).status is SubscriptionStatus.PAUSED
    assert told(changed("subscriptions.paused_free", pause={"mode": "else"})).status is SubscriptionStatus.PAUSED


def test_plan_is_a_variant_named_after_its_product() -> None:
    plan = SubscriptionItem(id="320", product_id="310", price_id="330", name="Harbour Pro (Monthly)", quantity=3)
    assert told(variant("subscriptions.active")).plan == plan
    assert told(variant("subscriptions.one_variant")).plan.name == "Harbour Pro"
    assert told(changed("subscriptions.active", product_name=None)).plan.name == "Monthly"
    assert told(changed("subscriptions.active", variant_id=None)).plan is None


def test_usage_based_item_has_no_quantity() -> None:
    assert told(variant("subscriptions.usage_based")).plan.quantity is None


def test_quantity_of_zero_means_usage_based() -> None:
    """Older objects have no `is_usage_based`, and a quantity of 0 for usage-based prices."""
    item = variant("subscriptions.active")["attributes"]["first_subscription_item"] | {"quantity": 0}
    del item["is_usage_based"]
    plan = told(changed("subscriptions.active", first_subscription_item=item)).plan
    assert (plan.quantity, plan.usage) == (None, Usage.METERED)


def test_change_of_the_item_alone_gives_a_later_timestamp() -> None:
    before, after = told(variant("subscriptions.active")), told(variant("subscriptions.quantity_changed"))
    assert variant("subscriptions.quantity_changed")["attributes"]["updated_at"] == "2026-11-01T10:00:08.000000Z"
    assert after.timestamp.as_of == datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert after > before


def test_initial_order_is_decoded() -> None:
    assert told(variant("subscriptions.active")).initial_order_id == "9001"


def test_price_is_fetched_once() -> None:
    wanted = heard(variant("subscriptions.active"), "subscription_created").fetch_requests
    assert wanted == (FetchRequest(kind=ObjectKind.PRICE, ref=ref("330"), once=True),)
    assert (
        heard(changed("subscriptions.active", first_subscription_item=None), "subscription_created").fetch_requests
        == ()
    )


def test_start_of_unknown_arrears_is_fetched() -> None:
    wanted = heard(variant("subscriptions.past_due"), "subscription_updated").fetch_requests
    assert FetchRequest(kind=ObjectKind.ARREARS, ref=ref("501"), once=True) in wanted
