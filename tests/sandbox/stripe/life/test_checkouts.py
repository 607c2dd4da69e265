"""Purchases through a checkout."""

from __future__ import annotations

from typing import Any

import pytest

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import checkout, customers
from payment_sandbox.stripe.life.wallet import CardDeclined
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage


def test_subscription_is_incomplete_before_payment_and_its_events_precede_the_checkouts(stage: Stage) -> None:
    session = stage.complete(stage.checkout(client_reference_id="user_ada"))
    events = stage.events()
    assert [each["type"] for each in events] == [
        "customer.created",
        "payment_method.attached",
        "customer.subscription.created",
        "invoice.created",
        "customer.updated",
        "invoice.finalized",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice_payment.paid",
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
        "customer.subscription.updated",
        "checkout.session.completed",
    ]
    created, updated = (each for each in events if each["data"]["object"]["object"] == "subscription")
    assert created["data"]["object"]["status"] == "incomplete"
    assert updated["data"]["object"]["status"] == "active"
    assert updated["data"]["previous_attributes"] == {"status": "incomplete"}
    assert (session["status"], session["payment_status"], session["url"]) == ("complete", "paid", None)
    assert session["client_reference_id"] == "user_ada"


def test_subscription_data_is_stored_on_the_subscription(stage: Stage) -> None:
    subscription = stage.subscribe(subscription_data={"metadata": {"user_id": "user_ada"}})
    assert subscription["metadata"] == {"user_id": "user_ada"}
    (invoice,) = stage.invoices(subscription)
    assert invoice["parent"]["subscription_details"]["metadata"] == {"user_id": "user_ada"}


def test_one_off_buyer_stays_a_guest(stage: Stage) -> None:
    session = stage.buy()
    assert stage.told() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    assert session["customer"] is None
    assert session["customer_details"]["email"] == "ada@example.com"
    assert stage.records.all("customer") == []


def test_one_off_buyer_becomes_a_customer_on_request(stage: Stage) -> None:
    session = stage.buy(customer_creation="always", payment_intent_data={"metadata": {"user_id": "user_ada"}})
    intent = stage.account.get("payment_intent", session["payment_intent"])
    assert session["customer"] is not None
    assert (intent["customer"], intent["metadata"]) == (session["customer"], {"user_id": "user_ada"})


def test_one_off_purchase_with_an_invoice_has_no_parent(stage: Stage) -> None:
    session = stage.buy(invoice_creation={"enabled": True})
    invoice = stage.account.get("invoice", session["invoice"])
    assert (invoice["status"], invoice["parent"], invoice["amount_paid"]) == ("paid", None, 14_900)
    (link,) = stage.records.find("invoice_payment", "invoice", invoice["id"])
    assert link["payment"]["payment_intent"] == session["payment_intent"]
    assert stage.told().count("payment_intent.created") == 1


def test_trial_is_free_at_first(stage: Stage) -> None:
    session = stage.complete(stage.checkout(subscription_data={"trial_period_days": 14}))
    subscription = stage.account.get("subscription", session["subscription"])
    assert (session["payment_status"], session["amount_total"]) == ("no_payment_required", 0)
    assert (subscription["status"], subscription["trial_end"]) == ("trialing", stage.account.now() + 14 * 86_400)
    assert [each["amount_due"] for each in stage.invoices(subscription)] == [0]
    assert "charge.succeeded" not in stage.told()


@pytest.mark.parametrize(("mode", "price"), [("payment", catalogue.LIFETIME), ("subscription", catalogue.PRO_YEARLY)])
def test_declined_card_leaves_the_checkout_open_for_another(stage: Stage, mode: str, price: str) -> None:
    session = stage.checkout(price, mode=mode)
    with pytest.raises(CardDeclined):
        stage.complete(session, last4="0002")
    assert stage.told() == ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]
    assert stage.now(session)["status"] == "open"
    assert stage.complete(session)["payment_status"] == "paid"


def test_existing_customer_buys_again_as_the_same_customer(stage: Stage) -> None:
    ada = customers.create(stage.account, email="ada@example.com", metadata={"user_id": "user_ada"})
    session = stage.complete(stage.checkout(customer=ada["id"]))
    assert session["customer"] == ada["id"]
    assert [each["id"] for each in stage.records.all("customer")] == [ada["id"]]


def test_expired_checkout_cannot_be_paid(stage: Stage) -> None:
    session = stage.checkout()
    stage.move(days=2)
    assert stage.told() == ["checkout.session.expired"]
    assert stage.now(session)["status"] == "expired"
    with pytest.raises(Refusal):
        stage.complete(session)


@pytest.mark.parametrize(
    ("price", "mode", "further", "param"),
    [
        ("price_unknown", "payment", {}, "line_items[0][price]"),
        (catalogue.PRO_MONTHLY, "payment", {}, "line_items[0][price]"),
        (catalogue.LIFETIME, "subscription", {}, "line_items"),
        (catalogue.PRO_MONTHLY, "subscription", {"customer": "cus_unknown"}, "customer"),
        (catalogue.PRO_MONTHLY, "subscription", {"customer_creation": "always"}, "customer_creation"),
        (catalogue.PRO_MONTHLY, "subscription", {"expires_at": 0}, "expires_at"),
    ],
)
def test_impossible_checkout_is_refused(
    stage: Stage, price: str, mode: str, further: dict[str, Any], param: str
) -> None:
    with pytest.raises(Refusal) as refused:
        stage.checkout(price, mode=mode, **further)
    assert refused.value.param == param


def test_open_checkout_can_be_expired(stage: Stage) -> None:
    session = stage.checkout()
    assert checkout.expire(stage.account, session["id"])["status"] == "expired"
    with pytest.raises(Refusal):
        checkout.expire(stage.account, session["id"])


def test_items_bought_with_a_plan_are_billed_together(stage: Stage) -> None:
    wanted = [{"price": catalogue.PRO_MONTHLY}, {"price": catalogue.BASIC_MONTHLY}, {"price": catalogue.LIFETIME}]
    session = stage.complete(
        checkout.open_session(
            stage.account, mode="subscription", success_url="https://app.example.com", line_items=wanted
        )
    )
    subscription = stage.account.get("subscription", session["subscription"])
    assert len(subscription["items"]["data"]) == 2
    stage.move(days=31)
    assert [each["total"] for each in stage.invoices(subscription)] == [1900 + 900 + 14_900, 1900 + 900]
    ends = {each["current_period_end"] for each in stage.now(subscription)["items"]["data"]}
    assert len(ends) == 1


@pytest.mark.parametrize("enabled", [True, False])
def test_session_states_its_use_of_managed_payments(stage: Stage, *, enabled: bool) -> None:
    assert stage.checkout()["managed_payments"] == {"enabled": False}
    assert stage.checkout(managed_payments={"enabled": enabled})["managed_payments"] == {"enabled": enabled}


def test_managed_payments_exclude_invoice_creation(stage: Stage) -> None:
    with pytest.raises(Refusal) as refused:
        stage.checkout(managed_payments={"enabled": True}, invoice_creation={"enabled": True})
    assert refused.value.param == "invoice_creation"
