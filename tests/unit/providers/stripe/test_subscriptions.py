"""Decoding of subscriptions: every status, every pause and every way to schedule an end."""

from __future__ import annotations

from typing import Any

import pytest

from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.subscription import SubscriptionSnapshot, SubscriptionStatus
from fixtures.stripe.payloads import Shape, event, variant
from unit.providers.stripe.reading import CREATED, at, heard, read, ref, told

UPDATED = "customer.subscription.updated"
PERIOD_END = 1798880400


def subscription(name: str, **changed: Any) -> SubscriptionSnapshot:
    snapshot = told(variant(f"subscription.{name}") | changed, UPDATED)
    assert isinstance(snapshot, SubscriptionSnapshot)
    return snapshot


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("status_incomplete", SubscriptionStatus.INCOMPLETE),
        ("status_incomplete_expired", SubscriptionStatus.ENDED),
        ("status_trialing", SubscriptionStatus.TRIALING),
        ("renewed", SubscriptionStatus.ACTIVE),
        ("status_past_due", SubscriptionStatus.PAST_DUE),
        ("status_unpaid", SubscriptionStatus.UNPAID),
        ("status_paused", SubscriptionStatus.PAUSED),
        ("status_unheard_of", SubscriptionStatus.UNKNOWN),
    ],
)
def test_every_status_is_mapped_and_stored_as_sent(name: str, status: SubscriptionStatus) -> None:
    assert subscription(name).status is status
    assert subscription(name).raw_status == variant(f"subscription.{name}")["status"]


def test_subscription_that_was_never_paid_does_not_count() -> None:
    assert subscription("status_incomplete_expired").never_activated
    assert not subscription("status_incomplete_expired").counts_as_purchase


@pytest.mark.parametrize(
    "name",
    ["cancel_at_only", "cancel_at_period_end_true", "cancel_at_period_end_without_date"],
)
def test_end_of_period_cancellation_is_decoded_from_every_form(name: str) -> None:
    assert subscription(name).cancels_at == at(PERIOD_END)
    assert subscription(name).status is SubscriptionStatus.ACTIVE


def test_cancellation_at_a_chosen_time_is_decoded() -> None:
    chosen = variant("subscription.cancel_at_a_chosen_time")["cancel_at"]
    assert chosen != PERIOD_END
    assert subscription("cancel_at_a_chosen_time").cancels_at == at(chosen)


@pytest.mark.parametrize("field", ["cancel_at", "ended_at", "trial_end"])
def test_zero_means_that_no_time_is_set(field: str) -> None:
    assert subscription("renewed", **{field: 0}) == subscription("renewed", **{field: None})


def test_zero_does_not_override_the_end_of_the_period() -> None:
    assert subscription("cancel_at_period_end_true", cancel_at=0).cancels_at == at(PERIOD_END)


def test_undone_cancellation_is_cleared() -> None:
    assert subscription("cancel_undone").cancels_at is None


def test_ended_subscription_has_no_scheduled_cancellation() -> None:
    ended = told(event("customer.subscription.deleted")["data"]["object"], "customer.subscription.deleted")
    assert ended.status is SubscriptionStatus.ENDED
    assert ended.ended_at is not None
    assert ended.cancels_at is None


def test_deletion_event_ends_the_subscription_regardless_of_its_status() -> None:
    assert told(variant("subscription.renewed"), "customer.subscription.deleted").status is SubscriptionStatus.ENDED


@pytest.mark.parametrize("status", ["active", "trialing", "past_due"])
def test_pause_that_voids_invoices_denies_access(status: str) -> None:
    paused = subscription("pause_collection_void", status=status)
    assert (paused.status, paused.raw_status, paused.collection_paused) == (SubscriptionStatus.PAUSED, status, False)


def test_pause_does_not_revive_an_ended_subscription() -> None:
    assert subscription("pause_collection_void", status="canceled").status is SubscriptionStatus.ENDED
    assert subscription("pause_collection_void", status="unpaid").status is SubscriptionStatus.UNPAID


@pytest.mark.parametrize("name", ["pause_collection_keep_as_draft", "pause_collection_mark_uncollectible"])
def test_other_pauses_of_collection_keep_access(name: str) -> None:
    paused = subscription(name)
    assert (paused.status, paused.collection_paused) == (SubscriptionStatus.ACTIVE, True)


def test_pause_has_its_resumption_time() -> None:
    pause = {"behavior": "keep_as_draft", "resumes_at": 1799000000}
    assert subscription("renewed", pause_collection=pause).resumes_at == at(1799000000)


def test_next_renewal_is_the_earliest_of_the_items() -> None:
    items = variant("subscription.several_items")["items"]["data"]
    ends = [item["current_period_end"] for item in items]
    assert len(set(ends)) > 1
    assert subscription("several_items").current_period_end == at(min(ends))


@pytest.mark.parametrize("shape", ["2020-08-27", "2024-06-20"])
def test_every_api_version_is_decoded_alike(shape: Shape) -> None:
    old, new = read(event(UPDATED, shape)).decoded, read(event(UPDATED)).decoded
    assert old == new


def test_metadata_claims_the_subscription_and_links_its_account() -> None:
    (claim,) = heard(variant("subscription.renewed"), UPDATED).claims
    assert (claim.customer_id, claim.trust) == ("user_ada", Trust.SELLER)
    assert (claim.kind, claim.subject, claim.account) == (ObjectKind.SUBSCRIPTION, ref("sub_AdaPro"), ref("cus_Ada"))
    assert (claim.subject_created_at, claim.claimed_at) == (at(variant("subscription.renewed")["created"]), at(CREATED))


def test_subscription_without_metadata_is_mirrored_without_an_owner() -> None:
    reading = heard(variant("subscription.without_user_id"), UPDATED)
    assert reading.claims == ()
    assert len(reading.snapshots) == 1


def test_incomplete_list_of_items_is_fetched_and_not_mirrored() -> None:
    reading = heard(variant("subscription.items_has_more"), UPDATED)
    assert reading.snapshots == ()
    assert [(w.kind, w.ref.id) for w in reading.fetch_requests] == [(ObjectKind.SUBSCRIPTION, "sub_IvySuite")]


def test_schedule_and_unnamed_product_are_fetched_once() -> None:
    wanted = heard(variant("subscription.downgrade_scheduled"), UPDATED).fetch_requests
    assert {(w.kind, w.ref.id, w.once) for w in wanted} == {
        (ObjectKind.SCHEDULE, "sub_sched_Mary", True),
        (ObjectKind.PRODUCT, "prod_Team", True),
    }


def test_expanded_objects_are_decoded_like_ids_with_their_content() -> None:
    reading = heard(variant("subscription.expanded"), UPDATED)
    subscription, product = reading.snapshots
    assert isinstance(subscription, SubscriptionSnapshot)
    assert subscription.account == ref("cus_Ada")
    assert (product.kind, product.ref.id) == (ObjectKind.PRODUCT, "prod_Pro")
    assert reading.fetch_requests == ()


def test_discount_with_a_deleted_coupon_has_an_unknown_amount() -> None:
    discount = {"id": "di_Ada", "source": {"type": "coupon", "coupon": {"id": "GONE", "deleted": True}}}
    reading = heard(variant("subscription.renewed") | {"discounts": [discount]}, UPDATED)
    (known,) = [each for each in reading.snapshots if each.kind is ObjectKind.DISCOUNT]
    assert getattr(known, "discount", known) is None
