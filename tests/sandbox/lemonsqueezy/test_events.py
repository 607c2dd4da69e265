"""Webhook events equal Lemon Squeezy's: complete, signed, and sent to subscribed webhooks."""

from __future__ import annotations

import hmac

import pytest

from adapters.providers.lemonsqueezy.decoder import Decoder
from adapters.providers.lemonsqueezy.event_table import READERS
from adapters.providers.lemonsqueezy.store_scope import StoreScope
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.updates import ProviderUpdate
from domain.ownership.claim import Trust
from domain.provider import ProviderName
from fixtures.lemonsqueezy.payloads import event
from payment_sandbox.event_order import EventBackdated
from payment_sandbox.lemonsqueezy.events import RETRIES
from payment_sandbox.lemonsqueezy.life.cancelling import cancel
from payment_sandbox.lemonsqueezy.life.changing_plan import change_quantity
from payment_sandbox.lemonsqueezy.life.period import item_of
from sandbox.lemonsqueezy.everything import happens
from sandbox.lemonsqueezy.shapes import differences
from sandbox.lemonsqueezy.stage import SECRET, Stage


def test_every_event_type_occurs_within_a_year(stage: Stage) -> None:
    happens(stage)
    assert set(stage.told()) == set(READERS) | {"subscription_plan_changed"}


def test_every_payload_has_the_structure_of_a_real_one(stage: Stage) -> None:
    happens(stage)
    for told in stage.events():
        expected = event(told["meta"]["event_name"])
        expected["meta"]["custom_data"] = told["meta"].get("custom_data", {})
        told["meta"].setdefault("custom_data", {})
        assert differences(expected, told) == [], told["meta"]["event_name"]


def test_our_own_decoder_reads_every_event(stage: Stage) -> None:
    happens(stage)
    decoder = Decoder(
        provider=ProviderName("lemonsqueezy"),
        seller=StoreScope(store_id="1001", test_mode=True),
        references=CheckoutReferenceSigner(key="user_id"),
        unsigned=Trust.UNSIGNED,
    )
    sent = [each.message for each in stage.sandbox.outbox.latest(10_000)]
    listened_to = [each for each in sent if each.event_type in READERS]
    assert len(listened_to) > 50
    for message in listened_to:
        read = decoder.read(message.body)
        assert isinstance(read.decoded, ProviderUpdate), (message.event_type, read.decoded)
        assert read.type == message.event_type


def test_event_is_signed_and_named_in_its_headers(stage: Stage) -> None:
    stage.buy()
    message = stage.sandbox.outbox.latest(1)[0].message
    headers = stage.vendor.headers(message.secret, message.body, stage.shop.clock.now())
    assert headers == {"X-Signature": hmac.digest(SECRET.encode(), message.body, "sha256").hex()}
    assert message.headers == {"Content-Type": "application/json", "X-Event-Name": message.event_type}
    assert message.retries == RETRIES


def test_only_status_200_counts_as_received(stage: Stage) -> None:
    assert [status for status in (200, 201, 202, 204, 302, 400, 500) if stage.vendor.accepts(status)] == [200]


def test_webhook_gets_only_the_events_it_subscribed_to(stage: Stage) -> None:
    webhook = stage.shop.resources.the("webhooks", "1001")
    webhook["attributes"]["events"] = ["order_created"]
    stage.shop.resources.save(webhook)
    stage.subscribe()
    assert stage.told() == ["order_created"]


def test_url_in_an_event_is_valid_for_six_hours(stage: Stage) -> None:
    stage.subscribe()
    told = next(each for each in stage.events() if each["data"]["type"] == "subscriptions")
    urls = told["data"]["attributes"]["urls"]
    assert all(f"expires={int(stage.shop.clock.now().timestamp()) + 6 * 3600}" in url for url in urls.values())
    assert all("test_mode=1" in url for url in urls.values())


def test_event_whose_object_is_dated_before_an_earlier_event_is_refused(stage: Stage) -> None:
    subscription = stage.subscribe()
    before = stage.fresh(subscription)
    stage.move(days=1)
    cancel(stage.shop, stage.fresh(subscription))
    with pytest.raises(EventBackdated, match=f"subscriptions {subscription['id']}"):
        stage.shop.events.tell("subscription_updated", before)


def test_change_of_the_item_alone_dates_the_events_of_its_subscription(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.move(days=1)
    change_quantity(stage.shop, item_of(stage.shop, subscription), 3, "never")
    assert stage.sandbox.event_order["lemonsqueezy"].latest() == stage.shop.clock.now()
    assert stage.now(subscription)["updated_at"] == subscription["attributes"]["updated_at"]
