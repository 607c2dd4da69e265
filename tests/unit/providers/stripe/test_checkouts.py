"""Decoding of checkout sessions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.ownership.claim import Trust
from domain.purchases.contents import ContentsSnapshot
from domain.purchases.facet import ItemSnapshot, PaymentSnapshot, PaymentStatus, SubscriptionPaymentSnapshot
from fixtures.stripe.payloads import Shape, event, variant
from unit.providers.stripe.reading import heard, read, ref, told

BOUGHT = datetime.fromtimestamp(1793793600, UTC)
COMPLETED = "checkout.session.completed"


def session(name: str, **changed: Any) -> dict[str, Any]:
    return variant(f"checkout.session.{name}") | changed


def test_completed_checkout_confirms_a_purchase_with_all_of_its_ids() -> None:
    bought = told(event(COMPLETED)["data"]["object"], COMPLETED)
    assert isinstance(bought, PaymentSnapshot)
    assert bought.confirms_one_off
    assert bought.status is PaymentStatus.PAID
    assert bought.keys == ("cs_test_BobCourse", "pi_BobCourse", "in_BobCourse")
    assert bought.payment_id == "pi_BobCourse"
    assert bought.total == Money(amount=12900, currency="EUR")
    assert bought.account == ref("cus_Bob")


@pytest.mark.parametrize(
    ("name", "type_", "status"),
    [
        ("guest", COMPLETED, PaymentStatus.PAID),
        ("free", COMPLETED, PaymentStatus.PAID),
        ("delayed_unpaid", COMPLETED, PaymentStatus.PENDING),
        ("delayed_unpaid", "checkout.session.async_payment_failed", PaymentStatus.FAILED),
        ("guest", "checkout.session.async_payment_succeeded", PaymentStatus.PAID),
    ],
)
def test_delayed_payment_is_not_yet_paid(name: str, type_: str, status: PaymentStatus) -> None:
    assert told(session(name), type_).status is status


def test_unknown_payment_status_grants_no_access() -> None:
    assert told(session("guest", payment_status="promised"), COMPLETED).status is PaymentStatus.UNKNOWN


def test_expanded_payment_shows_that_a_delayed_payment_failed() -> None:
    failed = event("payment_intent.payment_failed")["data"]["object"]
    unpaid = session("delayed_unpaid_then_failed")
    assert told(unpaid | {"payment_intent": failed}, COMPLETED).status is PaymentStatus.FAILED
    on_its_way = variant("payment_intent.processing")
    assert told(session("delayed_unpaid", payment_intent=on_its_way), COMPLETED).status is PaymentStatus.PENDING


def test_purchase_without_a_payment_has_only_the_id_of_its_checkout() -> None:
    free = told(session("free"), COMPLETED)
    assert (free.keys, free.payment_id) == (("cs_test_FayCourse",), None)


def test_guest_has_no_account_but_may_have_a_claim() -> None:
    (claim,) = heard(session("guest"), COMPLETED).claims
    assert (claim.customer_id, claim.account) == ("user_gus", None)


def test_purchased_items_are_fetched() -> None:
    wanted = heard(session("guest"), COMPLETED).fetch_requests
    assert [(w.kind, w.ref.id, w.once) for w in wanted] == [(ObjectKind.CHECKOUT, "cs_test_GusCourse", True)]


def test_purchased_item_is_the_first_line() -> None:
    lines = {"object": "list", "data": [variant("item.course")], "has_more": False}
    reading = heard(session("guest", line_items=lines), COMPLETED)
    _, item, contents = reading.snapshots
    assert isinstance(item, ItemSnapshot)
    assert (item.product_id, item.price_id, item.name) == ("prod_Course", "price_Course", "Bookkeeping course")
    assert isinstance(contents, ContentsSnapshot)
    assert [(i.price_id, i.quantity, i.amount) for i in contents.items] == [
        ("price_Course", 1, Money(amount=12900, currency="EUR"))
    ]
    assert [(w.kind, w.ref.id) for w in reading.fetch_requests] == [(ObjectKind.PRODUCT, "prod_Course")]


def test_incomplete_line_items_are_fetched() -> None:
    lines = {"object": "list", "data": [variant("item.course")], "has_more": True}
    reading = heard(session("guest", line_items=lines), COMPLETED)
    assert [snapshot.kind for snapshot in reading.snapshots] == [ObjectKind.CHECKOUT, ObjectKind.ITEM]
    assert (ObjectKind.CHECKOUT, "cs_test_GusCourse") in [(w.kind, w.ref.id) for w in reading.fetch_requests]


def test_metadata_of_a_checkout_is_a_seller_claim() -> None:
    (claim,) = heard(session("guest"), COMPLETED).claims
    assert (claim.customer_id, claim.trust) == ("user_gus", Trust.SELLER)


def test_claims_for_two_customers_are_both_kept() -> None:
    claims = heard(session("guest", client_reference_id="user_other"), COMPLETED).claims
    assert {claim.customer_id for claim in claims} == {"user_gus", "user_other"}


def test_checkout_claims_the_subscription_that_it_started() -> None:
    reading = heard(session("subscription_mode"), COMPLETED)
    (claim,) = reading.claims
    assert (claim.kind, claim.subject, claim.account) == (ObjectKind.SUBSCRIPTION, ref("sub_AdaPro"), ref("cus_Ada"))
    assert [(w.kind, w.ref.id, w.once) for w in reading.fetch_requests] == [
        (ObjectKind.SUBSCRIPTION, "sub_AdaPro", True)
    ]
    (paid,) = reading.snapshots
    assert isinstance(paid, SubscriptionPaymentSnapshot)
    assert (paid.subscription, paid.keys) == (ref("sub_AdaPro"), ("cs_test_AdaPro", "in_AdaFirst"))


def test_checkout_that_only_saves_a_card_claims_the_account() -> None:
    (claim,) = heard(session("subscription_mode", mode="setup", subscription=None), COMPLETED).claims
    assert (claim.kind, claim.subject) == (ObjectKind.ACCOUNT, ref("cus_Ada"))


@pytest.mark.parametrize(
    ("each", "type_"),
    [
        (event("checkout.session.expired")["data"]["object"], "checkout.session.expired"),
        (session("guest", status="open"), COMPLETED),
        (session("guest", mode="setup"), COMPLETED),
    ],
)
def test_checkout_without_a_purchase_gives_no_update(each: dict[str, Any], type_: str) -> None:
    assert heard(each, type_) == ProviderUpdate()


@pytest.mark.parametrize("word", ["completed", "async_payment_succeeded", "async_payment_failed", "expired"])
def test_every_api_version_is_decoded_alike(word: str) -> None:
    old: Shape = "2020-08-27"
    assert read(event(f"checkout.session.{word}", old)).decoded == read(event(f"checkout.session.{word}")).decoded
