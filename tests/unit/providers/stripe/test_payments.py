"""Decoding of payment intents, charges, refunds and disputes, which wait until a purchase is confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.purchases.facet import ChargeSnapshot, DisputeStatus, PaymentRelation, PaymentStatus
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.reading import heard, read, ref, told

SUCCEEDED = "payment_intent.succeeded"
REFUNDED = "charge.refunded"


def charge(**changed: Any) -> ChargeSnapshot:
    snapshot = told(variant("charge.paid") | changed, REFUNDED)
    assert isinstance(snapshot, ChargeSnapshot)
    return snapshot


def euros(amount: int) -> Money:
    return Money(amount=amount * 100, currency="EUR")


def test_payment_with_a_customer_id_claims_and_confirms_a_purchase() -> None:
    reading = heard(event(SUCCEEDED)["data"]["object"], SUCCEEDED)
    (claim,) = reading.claims
    assert (claim.customer_id, claim.kind, claim.account) == ("user_hana", ObjectKind.PAYMENT, ref("cus_Hana"))
    assert told(event(SUCCEEDED)["data"]["object"], SUCCEEDED).confirms_one_off


@pytest.mark.parametrize("name", ["of_checkout", "of_subscription", "guest"])
def test_payment_without_a_customer_id_waits(name: str) -> None:
    waiting = told(variant(f"payment_intent.{name}"), SUCCEEDED)
    assert (waiting.confirms_one_off, waiting.status) == (False, PaymentStatus.PAID)


@pytest.mark.parametrize(
    ("status", "error", "meant"),
    [
        ("succeeded", None, PaymentStatus.PAID),
        ("canceled", None, PaymentStatus.FAILED),
        ("processing", None, PaymentStatus.PENDING),
        ("requires_payment_method", None, PaymentStatus.PENDING),
        ("requires_payment_method", {"code": "card_declined"}, PaymentStatus.FAILED),
        ("requires_action", None, PaymentStatus.PENDING),
        ("requires_capture", None, PaymentStatus.PENDING),
        ("meditating", None, PaymentStatus.UNKNOWN),
    ],
)
def test_payment_status_distinguishes_a_new_attempt_from_a_failed_one(
    status: str, error: dict[str, str] | None, meant: PaymentStatus
) -> None:
    intent = variant("payment_intent.guest") | {"status": status, "last_payment_error": error}
    assert told(intent, SUCCEEDED).status is meant


def test_charge_has_cumulative_amounts() -> None:
    assert (charge().captured, charge().refunded) == (euros(129), euros(0))
    assert charge(amount_refunded=4000).refunded == euros(40)
    assert charge().keys == ("ch_BobCourse", "pi_BobCourse")


def test_refund_without_an_amount_is_a_full_refund() -> None:
    assert charge(refunded=True, amount_refunded=0).refunded == euros(129)
    assert charge(refunded=True, amount_refunded=None).refunded == euros(129)


def test_charge_without_a_captured_amount_captured_everything_or_nothing() -> None:
    assert charge(amount_captured=None).captured == euros(129)
    assert charge(amount_captured=None, captured=False).captured == euros(0)
    assert charge(amount_captured=None, paid=False).captured == euros(0)


def test_charge_of_an_old_version_names_its_invoice_and_is_otherwise_decoded_alike() -> None:
    old, new = read(event(REFUNDED, "2020-08-27")).decoded, read(event(REFUNDED)).decoded
    assert isinstance(old, ProviderUpdate)
    assert isinstance(new, ProviderUpdate)
    charged, link = old.snapshots
    assert (charged,) == new.snapshots
    assert isinstance(link, PaymentRelation)
    assert set(link.keys) == {"in_BobCourse", "pi_BobCourse"}


def test_charge_of_a_refund_is_fetched_because_the_refund_may_still_fail() -> None:
    for word in ("created", "updated", "failed"):
        type_ = f"refund.{word}"
        each = event(type_)["data"]["object"]
        reading = heard(each, type_)
        assert reading.snapshots == ()
        assert [(w.kind, w.ref.id, w.once) for w in reading.fetch_requests] == [
            (ObjectKind.CHARGE, each["charge"], False)
        ]


def test_refund_without_a_charge_fetches_its_payment() -> None:
    each = variant("refund.of_the_rest") | {"charge": None}
    assert [(w.kind, w.ref.id) for w in heard(each, "refund.updated").fetch_requests] == [
        (ObjectKind.PAYMENT, "pi_BobCourse")
    ]
    assert heard(each | {"payment_intent": None}, "refund.updated").fetch_requests == ()


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("warning_needs_response", DisputeStatus.OPEN),
        ("warning_under_review", DisputeStatus.OPEN),
        ("needs_response", DisputeStatus.OPEN),
        ("under_review", DisputeStatus.OPEN),
        ("appeal_needs_response", DisputeStatus.OPEN),
        ("appeal_under_review", DisputeStatus.OPEN),
        ("a_word_of_tomorrow", DisputeStatus.OPEN),
        ("lost", DisputeStatus.LOST),
        ("won", DisputeStatus.WON),
        ("warning_closed", DisputeStatus.WON),
        ("prevented", DisputeStatus.WON),
    ],
)
def test_dispute_is_open_until_it_is_decided(word: str, status: DisputeStatus) -> None:
    assert told(variant("dispute.open") | {"status": word}, "charge.dispute.updated").status is status


def test_dispute_has_no_customer_and_fetches_its_charge() -> None:
    reading = heard(variant("dispute.open"), "charge.dispute.created")
    assert told(variant("dispute.open"), "charge.dispute.created").keys == (
        "dp_Wanda",
        "ch_WandaCourse",
        "pi_WandaCourse",
    )
    assert [(w.kind, w.ref.id, w.once) for w in reading.fetch_requests] == [(ObjectKind.CHARGE, "ch_WandaCourse", True)]
