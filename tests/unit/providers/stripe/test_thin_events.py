"""A thin event names an object, which is then fetched."""

from __future__ import annotations

import json
from typing import Any

import pytest
import stripe

from adapters.providers.stripe.event_table import READERS
from application.ports.provider.event import Ignored, ProviderEvent, Undecodable
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from fixtures.stripe.payloads import all_events, event
from fixtures.stripe.thin import thin
from unit.providers.stripe.connected import connected
from unit.providers.stripe.reading import at, read, ref

UPDATED = "customer.subscription.updated"
OF_TODAY = [(type_, payload) for shape, type_, payload in all_events() if shape == "new"]

EXPIRED = "checkout.session.expired"
FETCHED = [(type_, payload) for type_, payload in OF_TODAY if type_ != EXPIRED]


def updated(**changed: Any) -> dict[str, Any]:
    return thin(event(UPDATED)) | changed


def wanted(whole: ProviderEvent) -> list[tuple[ObjectKind, str, bool]]:
    assert isinstance(whole.decoded, ProviderUpdate | Undecodable), whole.decoded
    return [(w.kind, w.ref.id, w.once) for w in whole.decoded.fetch_requests]


def test_thin_event_is_identified_by_its_id_and_dated_by_the_provider() -> None:
    whole = read(updated())
    assert (whole.key, whole.type, whole.repeats) == (updated()["id"], f"v1.{UPDATED}", None)
    assert isinstance(whole.decoded, ProviderUpdate)
    assert whole.decoded.occurred_at == at(event(UPDATED)["created"])
    assert whole.decoded.source == (ObjectKind.SUBSCRIPTION, ref("sub_AdaPro"))


@pytest.mark.parametrize(("type_", "payload"), OF_TODAY, ids=[type_ for type_, _ in OF_TODAY])
def test_every_event_type_has_a_thin_equivalent(type_: str, payload: dict[str, Any]) -> None:
    client = stripe.StripeClient("sk_test_1")
    notification = client.parse_event_notification_without_verification(json.dumps(thin(payload)))
    assert type(notification).__name__.startswith("V1"), type_


@pytest.mark.parametrize(("type_", "payload"), FETCHED, ids=[type_ for type_, _ in FETCHED])
def test_thin_event_fetches_its_object(type_: str, payload: dict[str, Any]) -> None:
    about = payload["data"]["object"]
    ((kind, id_, once),) = wanted(read(thin(payload)))
    assert (id_, once) == (about["id"], False)
    assert (kind is ObjectKind.REFUND) == (about["object"] == "refund")


def test_expired_checkout_is_not_fetched() -> None:
    assert read(thin(event(EXPIRED))).decoded == ProviderUpdate()


def test_fixtures_cover_every_handled_type() -> None:
    assert {type_ for type_, _ in OF_TODAY} == set(READERS)


@pytest.mark.parametrize("type_", ["cancel_at_changed", "item_added", "active", "past_due", "unheard_of"])
def test_finer_grained_types_also_fetch_their_object(type_: str) -> None:
    assert wanted(read(updated(type=f"v1.customer.subscription.{type_}"))) == [
        (ObjectKind.SUBSCRIPTION, "sub_AdaPro", False)
    ]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (updated(livemode=True), "belongs to live mode"),
        (updated(context="acct_Other"), "belongs to another account"),
        (updated(related_object=None, type="v2.core.event_destination.ping"), "not handled"),
        (
            updated(related_object={"id": "acct_1", "type": "v2.core.account", "url": "/v2/core/accounts/acct_1"}),
            "not handled",
        ),
        (updated(related_object={"type": "subscription", "url": "/v1/subscriptions"}), "no id"),
    ],
)
def test_irrelevant_events_are_ignored_with_a_reason(other: dict[str, Any], reason: str) -> None:
    reading = read(other).decoded
    assert isinstance(reading, Ignored)
    assert reason in reading.reason


def test_event_about_an_object_with_an_invalid_id_is_undecodable() -> None:
    reading = read(updated(related_object={"type": "subscription", "id": "sub_\x00"})).decoded
    assert reading == Undecodable(error="Expected an id - at `$.related_object.id`")


@pytest.mark.parametrize(
    ("type_", "object_"),
    [("price", "price"), ("product", "product"), ("invoice", "invoice")],
)
def test_deleted_objects_that_stripe_no_longer_returns_are_not_fetched(type_: str, object_: str) -> None:
    gone = updated(type=f"v1.{type_}.deleted", related_object={"id": "x_1", "type": object_, "url": ""})
    assert isinstance(read(gone).decoded, Ignored)


@pytest.mark.parametrize("type_", ["customer.deleted", "customer.subscription.deleted"])
def test_deleted_customers_and_subscriptions_are_fetched(type_: str) -> None:
    assert wanted(read(thin(event(type_))))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("created", 1794000000),
        ("created", "yesterday"),
        ("created", "2026-10-20T09:14:05"),
        ("livemode", None),
        ("context", 7),
    ],
)
def test_malformed_thin_event_is_undecodable_and_its_object_is_fetched(field: str, value: Any) -> None:
    whole = read(updated(**{field: value}))
    assert isinstance(whole.decoded, Undecodable)
    assert (whole.key, whole.type) == (updated()["id"], f"v1.{UPDATED}")
    assert wanted(whole) == [(ObjectKind.SUBSCRIPTION, "sub_AdaPro", False)]


@pytest.mark.parametrize("related", [7, "sub_1", {}, {"type": 7, "id": "sub_1"}, {"type": "subscription", "id": ["x"]}])
def test_thin_event_without_a_readable_object_fetches_no_object(related: Any) -> None:
    assert wanted(read(updated(related_object=related))) == []


def test_impossible_date_is_undecodable() -> None:
    assert isinstance(read(updated(created="0001-01-01T00:00:00+14:00")).decoded, Undecodable)


def test_malformed_type_is_undecodable() -> None:
    whole = read(updated(type="\x00"))
    assert isinstance(whole.decoded, Undecodable)
    assert wanted(whole) == [(ObjectKind.SUBSCRIPTION, "sub_AdaPro", False)]


def test_event_that_names_its_snapshot_event_repeats_it() -> None:
    assert read(thin(event(UPDATED), names_snapshot=True)).repeats == event(UPDATED)["id"]


async def test_fetched_refund_queues_a_fetch_of_its_charge() -> None:
    refund = event("refund.created")["data"]["object"]
    answer = await connected(refund).ask(ObjectKind.REFUND, refund["id"])
    assert [(w.kind, w.ref.id) for w in answer.fetch_requests] == [(ObjectKind.CHARGE, refund["charge"])]
