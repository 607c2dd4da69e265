"""Webhook events as a whole: handled types, ignored ones, and the stored payload."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from adapters.providers.lemonsqueezy.redaction import masked
from adapters.redaction import MASK
from application.ports.provider.event import Ignored, Undecodable
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from domain.mirror.snapshot import ObjectKind
from fixtures.lemonsqueezy.payloads import Shape, changed, event, event_bytes, variant, wrap
from unit.providers.lemonsqueezy.reading import read, ref


def unreadable(each: dict[str, Any]) -> Undecodable:
    reading = read(each).decoded
    assert isinstance(reading, Undecodable), reading
    return reading


def asked(*about: tuple[ObjectKind, str]) -> tuple[FetchRequest, ...]:
    return tuple(FetchRequest(kind=kind, ref=ref(id_)) for kind, id_ in about)


@pytest.mark.parametrize(
    "name",
    [
        "license_key_created",
        "license_key_updated",
        "affiliate_activated",
        "dispute_created",
        "dispute_resolved",
    ],
)
def test_unhandled_events_are_ignored(name: str) -> None:
    for shape in ("whole", "bare"):
        told = read(event_bytes(name, shape))
        assert isinstance(told.decoded, Ignored)
        assert told.type == name


@pytest.mark.parametrize("shape", ["whole", "bare"])
def test_undocumented_plan_change_is_decoded_like_an_update(shape: Shape) -> None:
    changed_plan = event("subscription_plan_changed", shape)
    update = changed_plan | {"meta": changed_plan["meta"] | {"event_name": "subscription_updated"}}
    assert isinstance(read(changed_plan).decoded, ProviderUpdate)
    assert read(changed_plan).decoded == read(update).decoded


def test_undocumented_plan_change_about_another_object_is_ignored() -> None:
    assert isinstance(read(wrap(variant("orders.paid"), "subscription_plan_changed")).decoded, Ignored)


def test_event_of_the_other_mode_is_ignored_and_meta_takes_precedence() -> None:
    assert isinstance(read(event("order_created"), test_mode=False).decoded, Ignored)
    assert isinstance(read(event("order_created", "bare"), test_mode=False).decoded, Ignored)
    contradicting = wrap(changed("orders.paid", test_mode=False), "order_created", test_mode=True)
    assert isinstance(read(contradicting).decoded, ProviderUpdate)


def test_event_of_another_store_is_ignored() -> None:
    told = read(wrap(changed("orders.paid", store_id=4101), "order_created"))
    assert told.decoded == Ignored(reason="belongs to another store")


def test_numeric_id_may_be_text_or_a_number() -> None:
    as_text = wrap(changed("orders.paid", store_id="4100", customer_id="7002"), "order_created")
    assert read(as_text).decoded == read(wrap(variant("orders.paid"), "order_created")).decoded


def test_object_without_mode_or_store_is_fetched() -> None:
    modeless = wrap(changed("orders.paid", test_mode=None), "order_created")
    del modeless["meta"]["test_mode"]
    for each in (modeless, wrap(changed("orders.paid", store_id=None), "order_created")):
        assert unreadable(each).fetch_requests == asked((ObjectKind.ORDER, "9002"))


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("subscriptions.active", ((ObjectKind.SUBSCRIPTION, "501"),)),
        ("customers.subscriber", ((ObjectKind.ACCOUNT, "7001"),)),
        ("subscription-invoices.paid", ((ObjectKind.SUBSCRIPTION, "501"), (ObjectKind.ARREARS, "501"))),
    ],
)
@pytest.mark.parametrize(
    "date", ["yesterday", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-01T10:00:00", 7]
)
def test_undecodable_object_is_fetched(name: str, about: tuple[tuple[ObjectKind, str], ...], date: object) -> None:
    events = {"subscriptions": "subscription_updated", "customers": "customer_updated"}
    each = changed(name, updated_at=date)
    told = unreadable(wrap(each, events.get(each["type"], "subscription_payment_success")))
    assert told.fetch_requests == asked(*about)
    assert str(date) not in told.error


def test_event_with_a_different_object_than_its_name_says_is_not_decoded() -> None:
    told = unreadable(wrap(variant("subscriptions.active"), "subscription_payment_success"))
    assert told.fetch_requests == asked((ObjectKind.SUBSCRIPTION, "501"))


def test_event_type_is_taken_from_the_body() -> None:
    assert read(event("subscription_updated")).type == "subscription_updated"
    assert read(wrap(variant("orders.paid"), "x\n")).type == "unreadable"


def test_event_key_is_a_hash_of_the_body() -> None:
    body = event_bytes("order_created")
    assert read(body).key == hashlib.sha256(body).hexdigest()
    assert read(body + b" ").key != read(body).key


def test_signed_links_are_redacted_and_names_are_kept() -> None:
    told = {
        "urls": {"customer_portal": "https://harbour.lemonsqueezy.com/billing?signature=1", "none": None},
        "list": ["https://harbour.lemonsqueezy.com/billing", "words"],
        "webhook_secret": 'quo"te',
        "product_name": "https://harbour.example",
        "n": 10**30,
    }
    masking = {**told, "urls": {"customer_portal": MASK, "none": None}, "list": [MASK, "words"], "webhook_secret": MASK}
    assert json.loads(masked(json.dumps(told).encode())) == masking
    in_a_name = json.dumps({"product_name": "https://harbour.example/in?signature=1"}).encode()
    assert json.loads(masked(in_a_name)) == {"product_name": MASK}
    escaped = rb'{"urls": {"receipt": "https:\/\/app.lemonsqueezy.com\/my-orders?signature=2"}}'
    assert masked(escaped) == '{"urls": {"receipt": "[masked]"}}'


@pytest.mark.parametrize("name", ["license_key_created", "license_key_updated"])
def test_licence_key_is_redacted(name: str) -> None:
    """Anyone who enters the key can activate the purchase (Lemon Squeezy API, "The license key object")."""
    told = event(name)
    told["data"]["attributes"]["key"] = "80e15db5-c796-436b-850c-8f9c98a48abe"
    kept = json.loads(masked(json.dumps(told).encode()))
    assert kept["data"]["attributes"]["key"] == MASK
    assert kept["data"]["attributes"]["user_email"] == told["data"]["attributes"]["user_email"]
    assert "80e15db5" not in masked(json.dumps(told).encode()[:-40])


def test_customer_id_under_the_key_named_key_is_kept() -> None:
    told = wrap(variant("orders.paid"), "order_created", custom_data={"key": "user_ada"})
    assert json.loads(masked(json.dumps(told).encode()))["meta"]["custom_data"] == {"key": "user_ada"}
