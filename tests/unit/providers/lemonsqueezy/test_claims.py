"""Claims from a checkout's custom data, and their trust."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from application.ports.provider.updates import ProviderUpdate
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim, Trust
from fixtures.lemonsqueezy.payloads import variant, wrap
from unit.providers.lemonsqueezy.reading import REFERENCES, heard, read, ref

ADA = CustomerId("user_ada")
ORDERED = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
SIGNED = {"user_id": REFERENCES.sign(ADA, at=ORDERED - timedelta(minutes=5))}


def trust(word: dict[str, str], *, unsigned: Trust = Trust.UNSIGNED) -> Trust:
    (claim,) = heard(variant("orders.paid"), "order_created", custom_data=word, unsigned=unsigned).claims
    assert claim.customer_id == ADA
    return claim.trust


def test_custom_data_that_a_buyer_may_have_written_is_unsigned() -> None:
    assert trust({"user_id": "user_ada"}) is Trust.UNSIGNED


def test_integer_user_id_counts_as_its_decimal_digits() -> None:
    assert heard(variant("orders.paid"), "order_created", custom_data={"user_id": 4201}).claims == (
        heard(variant("orders.paid"), "order_created", custom_data={"user_id": "4201"}).claims
    )


def test_signed_reference_is_trusted_as_signed() -> None:
    assert trust(SIGNED) is Trust.SIGNED


def test_reference_older_than_a_day_only_credits_the_purchase() -> None:
    old = REFERENCES.sign(ADA, at=ORDERED - timedelta(hours=24, seconds=1))
    assert trust({"user_id": old}) is Trust.UNSIGNED


def test_trusted_custom_data_counts_as_signed() -> None:
    trusting = LemonSqueezyUnderTest(trust_custom_data=True)
    for word in (ADA, trusting.references.sign(ADA, at=ORDERED)):
        event = wrap(variant("orders.paid"), "order_created", custom_data={"user_id": word})
        reading = trusting.provider.webhooks.decode({}, json.dumps(event).encode()).decoded
        assert isinstance(reading, ProviderUpdate)
        assert [(claim.customer_id, claim.trust) for claim in reading.claims] == [(ADA, Trust.SIGNED)]


def test_claim_names_the_subscription_and_its_account() -> None:
    (claim,) = heard(
        variant("subscriptions.active"), "subscription_updated", custom_data={"user_id": "user_ada"}
    ).claims
    assert claim == Claim(
        customer_id=ADA,
        trust=Trust.UNSIGNED,
        kind=ObjectKind.SUBSCRIPTION,
        subject=ref("501"),
        account=ref("7001"),
        subject_created_at=datetime(2026, 11, 1, 10, 0, 5, tzinfo=UTC),
        claimed_at=datetime(2026, 11, 1, 10, 0, 8, tzinfo=UTC),
    )


def test_invoice_claims_its_subscription() -> None:
    invoice = variant("subscription-invoices.paid")
    (claim,) = heard(invoice, "subscription_payment_success", custom_data=SIGNED).claims
    assert (claim.kind, claim.subject, claim.account) == (ObjectKind.SUBSCRIPTION, ref("501"), ref("7001"))


@pytest.mark.parametrize(
    "carried",
    [
        None,
        [],
        {},
        {"user_id": "not an id"},
        *({"user_id": word} for word in (True, 7.0, 7.5, -7, [7], {"id": 7}, None)),
        {"user_id": "erased:" + "0" * 32},
        {"other": "user_ada"},
        "x",
    ],
)
def test_custom_data_without_a_customer_id_claims_no_purchase(carried: object) -> None:
    event = wrap(variant("orders.paid"), "order_created")
    event["meta"]["custom_data"] = carried
    reading = read(event).decoded
    assert reading == heard(variant("orders.paid"), "order_created")
