"""Changes through the API."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.lemonsqueezy.stage import ADDRESS, SECRET, Stage

STORE = {"store": {"data": {"type": "stores", "id": "1001"}}}


def test_key_has_an_owner(stage: Stage) -> None:
    owner = stage.get("users/me")
    assert (owner["data"]["attributes"]["name"], owner["meta"]) == ("Sandbox", {"test_mode": True})


def test_new_store_has_products(stage: Stage) -> None:
    assert [each["attributes"]["name"] for each in stage.get("stores")["data"]] == ["Sandbox"]
    sold = {
        (each["attributes"]["name"], price["attributes"]["unit_price"])
        for each in stage.get("variants", {"page[size]": "100"})["data"]
        for price in stage.get("prices", {"filter[variant_id]": each["id"]})["data"]
    }
    assert sold == {("Monthly", 900), ("Yearly", 9000), ("Monthly", 1900), ("Yearly", 19000), ("Default", 14900)}
    product = stage.get("products")["data"][0]["attributes"]
    assert product["buy_now_url"].startswith(f"{ADDRESS}/lemonsqueezy/checkout/buy/")


def test_restart_with_existing_data_changes_nothing(stage: Stage) -> None:
    before = stage.get("stores")
    stage.vendor.begin()
    assert stage.get("stores") == before
    assert stage.shop.records.count("products") == 3


def test_subscription_is_changed_by_attributes(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.told()
    yearly = int(stage.variant("Pro", "Yearly")["id"])
    for attributes, events in (
        ({"variant_id": yearly, "disable_prorations": True}, ["subscription_updated", "subscription_plan_changed"]),
        ({"variant_id": str(yearly)}, []),
        ({"cancelled": True}, ["subscription_cancelled", "subscription_updated"]),
        ({"cancelled": False}, ["subscription_resumed", "subscription_updated"]),
        ({"pause": {"mode": "void"}}, ["subscription_paused", "subscription_updated"]),
        ({"pause": None}, ["subscription_unpaused", "subscription_updated"]),
        ({"billing_anchor": 15}, ["subscription_updated"]),
    ):
        assert stage.patch(subscription, **attributes).status == 200
        assert stage.told() == events, attributes
    told = stage.now(subscription)
    assert (told["status"], told["variant_id"]) == ("active", yearly)
    assert (told["billing_anchor"], told["renews_at"][:10]) == (15, "2026-11-15")


def test_plan_change_invoiced_immediately_is_paid_immediately(stage: Stage) -> None:
    subscription = stage.subscribe(stage.variant("Basic"))
    stage.patch(subscription, variant_id=int(stage.variant("Pro")["id"]), invoice_immediately=True)
    assert [each["total"] for each in stage.invoices(subscription)] == [900, 1000]


def test_trial_end_can_be_moved_only_during_a_trial(stage: Stage) -> None:
    trying = stage.subscribe(stage.variant_with_trial())
    assert stage.patch(trying, trial_ends_at="2026-11-20T10:00:00Z").status == 200
    assert stage.now(trying)["renews_at"] == "2026-11-20T10:00:00.000000Z"
    for wrong in ("2026-10-01T10:00:00Z", "soon", "2026-11-20T10:00:00"):
        assert stage.patch(trying, trial_ends_at=wrong).status == 422
    assert stage.patch(stage.subscribe(), trial_ends_at="2026-11-20T10:00:00Z").status == 422


def test_deleted_subscription_is_cancelled_at_its_end(stage: Stage) -> None:
    subscription = stage.subscribe()
    told = stage.call("DELETE", f"subscriptions/{subscription['id']}")
    assert told.document is not None
    assert told.document["data"]["attributes"]["status"] == "cancelled"
    stage.move(days=30)
    assert stage.patch(subscription, cancelled=False).status == 422


def test_variant_that_is_not_a_plan_is_refused(stage: Stage) -> None:
    subscription = stage.subscribe()
    for variant in (int(stage.variant("Lifetime")["id"]), 7):
        assert stage.patch(subscription, variant_id=variant).status == 422


def test_quantity_is_changed_on_the_item(stage: Stage) -> None:
    stage.subscribe()
    item = stage.get("subscription-items")["data"][0]
    assert stage.patch(item, quantity=5, invoice_immediately=True).status == 200
    assert stage.get(f"subscription-items/{item['id']}")["data"]["attributes"]["quantity"] == 5
    assert stage.patch(item, quantity=0).status == 422


@pytest.mark.parametrize("type_", ["orders", "subscription-invoices"])
def test_refund_may_be_partial_or_full(stage: Stage, type_: str) -> None:
    stage.subscribe()
    path = f"{type_}/1001"
    part = stage.call("POST", f"{path}/refund", {"type": type_, "id": "1001", "attributes": {"amount": 400}})
    assert part.document is not None
    assert part.document["data"]["attributes"]["status"] == "partial_refund"
    assert stage.call("POST", f"{path}/refund").status == 200
    assert stage.get(path)["data"]["attributes"]["refunded_amount"] == 1900
    assert stage.call("POST", f"{path}/refund").status == 422


def test_invoice_is_generated_for_an_address(stage: Stage) -> None:
    stage.subscribe()
    address = {"name": "Ada", "address": "Quay 1", "city": "Lisbon", "zip_code": "1000", "country": "PT"}
    for path in ("orders/1001", "subscription-invoices/1001"):
        told = stage.call("POST", f"{path}/generate-invoice", query=address)
        assert told.document is not None
        assert "signature=" in told.document["meta"]["urls"]["download_invoice"]
        assert stage.call("POST", f"{path}/generate-invoice", query={"name": "Ada"}).status == 422


def test_customers_are_created_changed_and_unique(stage: Stage) -> None:
    ada: dict[str, Any] = {
        "type": "customers",
        "attributes": {"name": "Ada", "email": "ada@example.com"},
        "relationships": STORE,
    }
    assert stage.call("POST", "customers", ada).status == 201
    assert stage.call("POST", "customers", ada).status == 422
    assert stage.told() == []
    customer = stage.shop.resources.the("customers", 1001)
    assert stage.patch(customer, name="Ada Pier", status="archived").status == 200
    assert stage.patch(customer, name="Ada Pier").status == 200
    assert stage.told() == ["customer_updated"]
    assert stage.patch(customer, status="bounced").status == 422


def test_webhooks_are_created_changed_and_removed_and_never_show_their_secret(stage: Stage) -> None:
    new = {"url": "https://app.example.com/hooks", "events": ["order_created"], "secret": "a_new_secret"}
    made = stage.call("POST", "webhooks", {"type": "webhooks", "attributes": new, "relationships": STORE})
    assert made.status == 201
    assert made.document is not None
    kept = made.document["data"]
    stage.buy(stage.variant("Lifetime"))
    assert {each.message.secret for each in stage.sandbox.outbox.latest(2)} == {SECRET, "a_new_secret"}
    assert stage.patch(kept, secret="another_secret", events=["order_refunded"]).status == 200
    told = stage.get("webhooks")
    assert "secret" not in str(told)
    assert told["data"][0]["attributes"]["events"] == ["order_refunded"]
    for name, value in (
        ("secret", "short"),
        ("secret", "x" * 41),
        ("events", ["other"]),
        ("events", []),
        ("url", "no"),
    ):
        assert stage.patch(kept, **{name: value}).status == 422
    assert stage.call("DELETE", f"webhooks/{kept['id']}").status == 204
    waiting = [each for each in stage.sandbox.outbox.latest(10) if each.outcome == "waiting"]
    assert {each.message.secret for each in waiting} == {SECRET}


def test_checkout_has_its_store_variant_and_defaults(stage: Stage) -> None:
    variant = {"data": {"type": "variants", "id": stage.variant("Pro")["id"]}}
    data = {"type": "checkouts", "attributes": {}, "relationships": STORE | {"variant": variant}}
    told = stage.call("POST", "checkouts", data).document
    assert told is not None
    attributes = told["data"]["attributes"]
    assert (attributes["store_id"], attributes["checkout_data"]["custom"]) == (1001, [])
    assert stage.get(f"checkouts/{told['data']['id']}")["data"]["attributes"]["url"] == attributes["url"]
    missing = {"type": "checkouts", "relationships": STORE | {"variant": {"data": {"type": "variants", "id": "7"}}}}
    assert stage.call("POST", "checkouts", missing).status == 422
    assert stage.call("POST", "checkouts", {"type": "checkouts", "relationships": STORE}).status == 422
    nested = {**data, "attributes": {"checkout_data": {"custom": {"deep": {"er": 1}}}}}
    assert stage.call("POST", "checkouts", nested).status == 422
