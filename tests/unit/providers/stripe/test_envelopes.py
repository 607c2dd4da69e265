"""Decoding of an event's envelope."""

from __future__ import annotations

from typing import Any

import pytest

from application.ports.provider.event import Ignored, Undecodable
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from fixtures.stripe.payloads import event
from unit.providers.stripe.reading import at, read

UPDATED = "customer.subscription.updated"


def updated(**changed: Any) -> dict[str, Any]:
    return event(UPDATED) | changed


def test_event_is_identified_by_its_id_and_dated_by_its_creation() -> None:
    whole = read(updated())
    assert (whole.key, whole.type) == (updated()["id"], UPDATED)
    assert isinstance(whole.decoded, ProviderUpdate)
    assert whole.decoded.snapshots[0].timestamp.as_of == at(updated()["created"])


@pytest.mark.parametrize(
    "other",
    [
        updated(livemode=True),
        updated(account="acct_Connected"),
        updated(type="plan.created"),
    ],
)
def test_irrelevant_event_is_ignored_with_a_reason(other: dict[str, Any]) -> None:
    reading = read(other).decoded
    assert isinstance(reading, Ignored)
    assert reading.reason


def test_live_mode_ignores_test_events() -> None:
    assert isinstance(read(updated(), livemode=True).decoded, Ignored)
    assert isinstance(read(updated(livemode=True), livemode=True).decoded, ProviderUpdate)


@pytest.mark.parametrize("version", ["2020-08-27", "2024-06-20", "2025-03-31.basil", "2099-01-01.unheard-of"])
def test_api_versions_since_2020_are_decoded(version: str) -> None:
    reading = read(updated(api_version=version)).decoded
    assert isinstance(reading, ProviderUpdate)
    assert reading.snapshots


@pytest.mark.parametrize("version", ["2020-03-02", "2019-12-03", None, "", "unheard-of", "20-08-27"])
def test_object_of_an_older_version_is_fetched(version: str | None) -> None:
    reading = read(updated(api_version=version)).decoded
    assert isinstance(reading, ProviderUpdate)
    assert (reading.snapshots, reading.claims) == ((), ())
    assert [(w.kind, w.ref.id, w.once) for w in reading.fetch_requests] == [
        (ObjectKind.SUBSCRIPTION, "sub_AdaPro", False)
    ]


@pytest.mark.parametrize(
    ("type_", "kind", "id_"),
    [
        ("charge.refunded", ObjectKind.CHARGE, "ch_BobCourse"),
        ("refund.created", ObjectKind.CHARGE, "ch_BobCourse"),
        ("checkout.session.completed", ObjectKind.CHECKOUT, "cs_test_BobCourse"),
        ("customer.deleted", ObjectKind.ACCOUNT, "cus_Zoe"),
        ("charge.dispute.created", ObjectKind.DISPUTE, "dp_Leo"),
        ("invoice.paid", ObjectKind.INVOICE, "in_AdaSecond"),
        ("invoice_payment.paid", ObjectKind.INVOICE_PAYMENT, "inpay_AdaSecond"),
        ("payment_intent.succeeded", ObjectKind.PAYMENT, "pi_HanaDirect"),
        ("price.updated", ObjectKind.PRICE, "price_ProMonthly"),
        ("product.updated", ObjectKind.PRODUCT, "prod_Pro"),
        ("subscription_schedule.updated", ObjectKind.SCHEDULE, "sub_sched_Mary"),
    ],
)
def test_every_object_type_can_be_fetched(type_: str, kind: ObjectKind, id_: str) -> None:
    reading = read(event(type_) | {"api_version": None}).decoded
    assert isinstance(reading, ProviderUpdate)
    assert [(w.kind, w.ref.id) for w in reading.fetch_requests] == [(kind, id_)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("created", "yesterday"),
        ("created", 10**18),
        ("status", 7),
        ("customer", "x" * 256),
        ("items", None),
        ("metadata", ["user_ada"]),
    ],
)
def test_undecodable_object_is_fetched(field: str, value: Any) -> None:
    odd = updated()
    odd["data"]["object"][field] = value
    whole = read(odd)
    assert isinstance(whole.decoded, Undecodable)
    assert whole.key == odd["id"]
    assert [(w.kind, w.ref.id) for w in whole.decoded.fetch_requests] == [(ObjectKind.SUBSCRIPTION, "sub_AdaPro")]


def test_error_does_not_repeat_the_payload() -> None:
    odd = updated()
    odd["data"]["object"]["created"] = "ada@example.com"
    reading = read(odd).decoded
    assert isinstance(reading, Undecodable)
    assert "ada" not in reading.error


def test_envelope_without_a_time_still_names_its_object() -> None:
    odd = updated()
    del odd["created"]
    whole = read(odd)
    assert (whole.key, whole.type) == (odd["id"], UPDATED)
    assert isinstance(whole.decoded, Undecodable)
    assert [w.ref.id for w in whole.decoded.fetch_requests] == ["sub_AdaPro"]


@pytest.mark.parametrize("id_", [None, 7, "", "x" * 300, "evt_\x00"])
def test_event_without_an_id_is_identified_by_its_content(id_: object) -> None:
    key = read(updated(id=id_)).key
    assert len(key) == 64
    assert key == read(updated(id=id_)).key
    assert key != read(updated(id=id_, created=1)).key


def test_unknown_object_is_not_fetched() -> None:
    for about in ({"object": "plan", "id": "p"}, {"object": "subscription"}, {"object": "charge", "id": "\x00"}, "x"):
        reading = read(updated(data={"object": about}, api_version=None)).decoded
        assert getattr(reading, "fetch_requests", ()) == ()
