"""Renewals at the end of periods."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from payment_sandbox.faults import Switches
from payment_sandbox.stripe.life import periods, standing, wallet
from payment_sandbox.stripe.objects.subscription import first_item
from sandbox.stripe.stage import Stage


def test_renewal_is_invoiced_immediately_and_paid_an_hour_later(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.move(days=30)
    assert stage.told() == ["customer.subscription.updated", "invoice.created"]
    (_, draft) = stage.invoices(subscription)
    assert (draft["status"], draft["billing_reason"]) == ("draft", "subscription_cycle")
    stage.move(hours=1)
    assert stage.told() == [
        "invoice.finalized",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice_payment.paid",
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
    ]
    renewed = stage.now(subscription)
    assert first_item(renewed)["current_period_start"] == first_item(subscription)["current_period_end"]
    assert renewed["latest_invoice"] == draft["id"]


def test_year_of_months_has_thirteen_invoices(stage: Stage) -> None:
    subscription = stage.subscribe()
    stage.move(days=366)
    paid = [each for each in stage.invoices(subscription) if each["status"] == "paid"]
    assert len(paid) == 13
    assert len({each["number"] for each in paid}) == 13


def test_failed_renewal_is_past_due(stage: Stage) -> None:
    subscription = stage.subscribe(last4="0341")
    stage.move(days=30, hours=1)
    assert stage.told()[2:] == [
        "invoice.finalized",
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "invoice.updated",
        "invoice.payment_failed",
        "customer.updated",
        "customer.subscription.updated",
    ]
    assert stage.now(subscription)["status"] == "past_due"
    assert stage.account.get("customer", subscription["customer"])["delinquent"] is True
    assert stage.invoices(subscription)[-1]["next_payment_attempt"] == stage.account.now() + 3 * 86_400


def test_subscription_is_cancelled_after_the_last_attempt(stage: Stage) -> None:
    subscription = stage.subscribe(last4="0341")
    stage.move(days=30 + 3 + 5 + 7, hours=1)
    ended = stage.now(subscription)
    assert (ended["status"], ended["cancellation_details"]["reason"]) == ("canceled", "payment_failed")
    assert stage.invoices(subscription)[-1]["attempt_count"] == 4
    assert stage.told()[-1] == "customer.subscription.deleted"


def test_subscription_becomes_unpaid_if_the_seller_chose_so(stage: Stage) -> None:
    standing.choose(stage.account, "last", "unpaid")
    subscription = stage.subscribe(last4="0341")
    stage.move(days=70)
    assert stage.now(subscription)["status"] == "unpaid"
    assert [each["status"] for each in stage.invoices(subscription)] == ["paid", "open", "draft"]


def test_new_card_pays_the_open_invoice(stage: Stage) -> None:
    subscription = stage.subscribe(last4="0341")
    stage.move(days=31)
    stage.told()
    wallet.use_card(stage.account, subscription["customer"], "4242")
    assert stage.told() == [
        "payment_method.attached",
        "customer.updated",
        "customer.subscription.updated",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice_payment.paid",
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
        "customer.updated",
        "customer.subscription.updated",
    ]
    assert stage.now(subscription)["status"] == "active"
    assert stage.account.get("customer", subscription["customer"])["delinquent"] is False
    stage.move(days=31)
    assert stage.now(subscription)["status"] == "active"


def test_declined_card_changes_nothing(stage: Stage) -> None:
    subscription = stage.subscribe()
    with pytest.raises(wallet.CardDeclined):
        wallet.use_card(stage.account, subscription["customer"], "0002")
    assert stage.told() == []


def test_trial_end_is_announced_three_days_before_and_then_charged(stage: Stage) -> None:
    subscription = stage.subscribe(subscription_data={"trial_period_days": 14})
    stage.move(days=11)
    assert stage.told() == ["customer.subscription.trial_will_end"]
    stage.move(days=3)
    (updated, created) = stage.events()
    assert (updated["type"], created["type"]) == ("customer.subscription.updated", "invoice.created")
    assert updated["data"]["previous_attributes"]["status"] == "trialing"
    stage.move(hours=1)
    assert stage.now(subscription)["status"] == "active"
    assert [each["amount_paid"] for each in stage.invoices(subscription)] == [0, 900]


def test_end_of_a_short_trial_is_announced_immediately(stage: Stage) -> None:
    stage.complete(stage.checkout(subscription_data={"trial_period_days": 2}))
    assert stage.told().count("customer.subscription.trial_will_end") == 1
    stage.move(days=1)
    assert stage.told() == []


def test_month_ends_on_its_starting_day_or_the_last_day_available(stage: Stage) -> None:
    price = stage.account.get("price", "price_basic_monthly")
    anchor = int(datetime(2027, 1, 31, 8, tzinfo=UTC).timestamp())
    ends = [anchor]
    for _ in range(3):
        ends.append(periods.period_end(ends[-1], price, anchor))
    assert [f"{datetime.fromtimestamp(end, UTC):%d.%m.}" for end in ends] == ["31.01.", "28.02.", "31.03.", "30.04."]


def test_time_advances_even_if_all_changes_have_the_same_second(stage: Stage) -> None:
    stage.move(seconds=1)
    subscription = stage.subscribe(subscription_data={"trial_period_days": 14})
    stage.sandbox.chaos["stripe"].switch(Switches(squeezed=True))
    stage.move(days=60)
    assert stage.now(subscription)["status"] == "active"
