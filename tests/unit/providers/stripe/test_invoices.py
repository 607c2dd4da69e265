"""Decoding of invoices, which belong to a subscription or are a purchase."""

from __future__ import annotations

from typing import Any

import pytest

from application.ports.provider.updates import SubscriptionPayment
from domain.lifecycle.arrears import SubscriptionInvoiceSnapshot
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.purchases.contents import ContentsSnapshot
from domain.purchases.facet import (
    ItemSnapshot,
    PaymentRelation,
    PaymentSnapshot,
    PaymentStatus,
    SubscriptionPaymentSnapshot,
)
from fixtures.stripe.payloads import Shape, event, variant
from unit.providers.stripe.reading import at, heard, read, ref, told

PAID = "invoice.paid"


def one_off(**changed: Any) -> dict[str, Any]:
    return variant("invoice.without_parent") | changed


def test_subscription_invoice_is_a_payment_of_its_subscription() -> None:
    reading = heard(event(PAID)["data"]["object"], PAID)
    paid, owed = reading.snapshots
    assert isinstance(paid, SubscriptionPaymentSnapshot)
    assert (paid.subscription, paid.keys) == (ref("sub_AdaPro"), (reading.source[1].id,) if reading.source else ())
    assert isinstance(owed, SubscriptionInvoiceSnapshot)
    assert (owed.subscription_id, owed.open) == ("sub_AdaPro", False)
    assert reading.payments == (SubscriptionPayment(subscription=ref("sub_AdaPro"), period_end=at(1798880400)),)
    assert reading.claims == (), "it does not know since when the subscription exists"


def test_latest_subscription_line_gives_the_end_of_the_paid_period() -> None:
    invoice = event(PAID)["data"]["object"]
    lines = invoice["lines"]["data"]
    lines.append({**lines[0], "period": {"start": 1, "end": 1700000000}})
    lines.append({**lines[0], "period": {"start": 1, "end": 1900000000}, "parent": None})
    assert heard(invoice, PAID).payments[0].period_end == at(1798880400)
    invoice["lines"]["data"] = []
    assert heard(invoice, PAID).payments[0].period_end is None


def test_invoice_for_billions_of_units_is_decoded() -> None:
    """A price per token is below a cent, and a month's tokens exceed 31 bits."""
    invoice = event(PAID)["data"]["object"]
    invoice["lines"]["data"][0]["quantity"] = 5_000_000_000
    assert heard(invoice, PAID).payments


@pytest.mark.parametrize("word", ["finalized", "paid", "payment_failed", "payment_action_required", "voided"])
@pytest.mark.parametrize("shape", ["2020-08-27"])
def test_every_api_version_is_decoded_alike(word: str, shape: Shape) -> None:
    assert read(event(f"invoice.{word}", shape)).decoded == read(event(f"invoice.{word}")).decoded


def test_invoice_without_a_parent_is_a_purchase() -> None:
    payment, item, contents = heard(one_off(), PAID).snapshots
    assert isinstance(payment, PaymentSnapshot)
    assert (payment.confirms_one_off, payment.status, payment.keys) == (True, PaymentStatus.PAID, ("in_BobCourse",))
    assert payment.total == Money(amount=12900, currency="EUR")
    assert isinstance(item, ItemSnapshot)
    assert (item.product_id, item.price_id) == ("prod_Course", "price_Course")
    assert isinstance(contents, ContentsSnapshot)
    assert [(i.price_id, i.quantity, i.amount) for i in contents.items] == [
        ("price_Course", 1, Money(amount=12900, currency="EUR"))
    ]


def test_invoice_of_a_quote_without_a_subscription_is_a_purchase() -> None:
    assert told(variant("invoice.of_quote"), PAID).confirms_one_off


def test_invoice_with_an_unknown_parent_does_not_confirm_a_purchase() -> None:
    assert not told(one_off(parent={"type": "something_new"}), PAID).confirms_one_off


@pytest.mark.parametrize("details", ["subscription_item_details", "invoice_item_details"])
def test_invoice_with_a_subscription_line_belongs_to_it_regardless_of_its_parent(details: str) -> None:
    for parent in (None, {"type": "quote_details", "quote_details": {"quote": "qt_1"}}):
        invoice = one_off(parent=parent)
        invoice["lines"]["data"].append(
            invoice["lines"]["data"][0] | {"parent": {"type": details, details: {"subscription": "sub_1"}}}
        )
        assert told(invoice, PAID).subscription == ref("sub_1")
        assert heard(invoice, PAID).payments[0].subscription == ref("sub_1")


def test_quote_with_incomplete_lines_is_fetched_before_it_is_applied() -> None:
    invoice = variant("invoice.of_quote")
    invoice["lines"]["has_more"] = True
    reading = heard(invoice, PAID)
    assert (reading.snapshots, [(w.kind, w.ref.id, w.once) for w in reading.fetch_requests]) == (
        (),
        [(ObjectKind.INVOICE, "in_QuinnCourse", False)],
    )


def test_contents_of_an_invoice_are_decoded_only_from_a_complete_list() -> None:
    invoice = one_off()
    invoice["lines"]["has_more"] = True
    reading = heard(invoice, PAID)
    assert [snapshot.kind for snapshot in reading.snapshots] == [ObjectKind.INVOICE, ObjectKind.ITEM]
    assert (ObjectKind.INVOICE, "in_BobCourse", True) in [(w.kind, w.ref.id, w.once) for w in reading.fetch_requests]


def test_paid_amount_of_an_invoice_excludes_the_credit_balance() -> None:
    assert told(variant("invoice.with_credit_balance"), PAID).total == Money(amount=8900, currency="EUR")
    still_due = variant("invoice.with_credit_balance") | {"status": "open", "amount_paid": 0}
    assert told(still_due, PAID).total == Money(amount=8900, currency="EUR")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("draft", PaymentStatus.PENDING),
        ("open", PaymentStatus.PENDING),
        ("paid", PaymentStatus.PAID),
        ("void", PaymentStatus.FAILED),
        ("uncollectible", PaymentStatus.FAILED),
        ("thrown_away", PaymentStatus.UNKNOWN),
    ],
)
def test_every_status_is_mapped(word: str, status: PaymentStatus) -> None:
    assert told(one_off(status=word), PAID).status is status


def test_lines_of_a_draft_are_not_decoded() -> None:
    assert len(heard(one_off(status="draft"), PAID).snapshots) == 1


def test_metadata_of_an_invoice_claims_the_purchase() -> None:
    (claim,) = heard(one_off(metadata={"user_id": "user_bob"}), PAID).claims
    assert (claim.kind, claim.subject, claim.account) == (ObjectKind.INVOICE, ref("in_BobCourse"), ref("cus_Bob"))


def test_invoice_of_an_old_version_names_its_payment_and_is_otherwise_decoded_alike() -> None:
    new = one_off()
    old = {name: value for name, value in new.items() if name != "parent"}
    old |= {"subscription": None, "payment_intent": "pi_BobCourse", "charge": "ch_BobCourse"}
    line = old["lines"]["data"][0]
    del line["pricing"]
    line["price"] = variant("price.course")
    *bought, link = heard(old, PAID).snapshots
    assert tuple(bought) == heard(new, PAID).snapshots
    assert isinstance(link, PaymentRelation)
    assert (set(link.keys), link.payment_id) == ({"in_BobCourse", "pi_BobCourse"}, "pi_BobCourse")


def test_expanded_payments_relate_the_invoice_to_its_payment() -> None:
    paid = variant("invoice_payment.of_one_off_purchase")
    payments = {"object": "list", "data": [paid], "has_more": False}
    link = heard(one_off(payments=payments), PAID).snapshots[-1]
    assert link == told(paid, "invoice_payment.paid")
    assert isinstance(link, PaymentRelation)
    assert link.keys == ("in_BobCourse", "pi_BobCourse")


def test_invoice_payment_may_name_only_a_charge() -> None:
    paid = variant("invoice_payment.of_one_off_purchase") | {"payment": {"type": "charge", "charge": "ch_Old"}}
    assert told(paid, "invoice_payment.paid").keys == ("in_BobCourse", "ch_Old")
    nothing = paid | {"payment": {"type": "payment_record"}}
    assert heard(nothing, "invoice_payment.paid").snapshots == ()
