"""Objects and events of a checkout, in order."""

from __future__ import annotations

import pytest

from payment_sandbox.lemonsqueezy.cards import DECLINED
from payment_sandbox.lemonsqueezy.refusal import CardDeclined
from sandbox.lemonsqueezy.stage import Stage


def test_one_off_purchase_creates_only_an_order(stage: Stage) -> None:
    order = stage.now(stage.buy(stage.variant("Lifetime")))
    assert (order["status"], order["total"], order["total_formatted"]) == ("paid", 149_00, "$149.00")
    assert stage.told() == ["order_created"]
    assert stage.shop.records.count("subscriptions") == 0


def test_subscription_sends_its_order_payment_and_update_events(stage: Stage) -> None:
    stage.subscribe()
    assert stage.told() == [
        "order_created",
        "subscription_created",
        "subscription_payment_success",
        "subscription_updated",
    ]


def test_subscription_event_may_precede_its_order(stage: Stage) -> None:
    stage.subscribe()
    stage.told()
    stage.subscribe(email="ben@example.com")
    assert stage.told() == [
        "subscription_created",
        "order_created",
        "subscription_updated",
        "subscription_payment_success",
    ]


def test_card_is_sent_only_with_the_update(stage: Stage) -> None:
    stage.subscribe()
    cards = [
        each["data"]["attributes"]["card_last_four"]
        for each in stage.events()
        if each["data"]["type"] == "subscriptions"
    ]
    assert cards == [None, "4242"]


def test_trial_is_free_until_it_ends(stage: Stage) -> None:
    trying = stage.subscribe(stage.variant_with_trial(days=14))
    told = stage.now(trying)
    assert told["status"] == "on_trial"
    assert told["trial_ends_at"] == told["renews_at"] == "2026-11-15T10:00:00.000000Z"
    assert [each["total"] for each in stage.invoices(trying)] == [0]
    stage.move(days=14)
    told = stage.now(trying)
    assert (told["status"], told["trial_ends_at"]) == ("active", None)
    assert told["renews_at"] == "2026-12-15T10:00:00.000000Z"
    assert [each["total"] for each in stage.invoices(trying)] == [0, 1900]


def test_repeated_buyer_is_the_same_customer_regardless_of_case(stage: Stage) -> None:
    first, second = stage.buy(), stage.buy(stage.variant("Lifetime"), email="ADA@example.com")
    assert first["attributes"]["customer_id"] == second["attributes"]["customer_id"]
    customer = stage.now(stage.shop.resources.the("customers", first["attributes"]["customer_id"]))
    assert customer["total_revenue_currency"] == 19_00 + 149_00
    assert customer["mrr"] == 19_00


def test_only_subscribers_have_a_portal(stage: Stage) -> None:
    buyer = stage.buy(stage.variant("Lifetime"), email="ben@example.com")["attributes"]["customer_id"]
    subscriber = stage.buy()["attributes"]["customer_id"]
    assert stage.get(f"customers/{buyer}")["data"]["attributes"]["urls"] == {"customer_portal": None}
    assert stage.get(f"customers/{subscriber}")["data"]["attributes"]["urls"]["customer_portal"] is not None


def test_declined_card_buys_nothing(stage: Stage) -> None:
    with pytest.raises(CardDeclined):
        stage.buy(card=DECLINED)
    assert stage.told() == []
    assert stage.shop.records.count("customers") == 0


def test_custom_data_is_in_every_event_or_in_none(stage: Stage) -> None:
    stage.subscribe(custom={"user_id": "user_ada"})
    stage.move(days=31)
    told = stage.events()
    assert len(told) > 4
    assert [each["meta"]["custom_data"] for each in told] == [{"user_id": "user_ada"}] * len(told)
    stage.buy(email="ben@example.com")
    assert not any("custom_data" in each["meta"] for each in stage.events())


def test_every_event_has_its_mode_and_a_unique_id(stage: Stage) -> None:
    stage.subscribe()
    told = stage.events()
    assert {each["meta"]["test_mode"] for each in told} == {True}
    assert len({each["meta"]["webhook_id"] for each in told}) == len(told)
