"""Subscriptions with invoices that customers pay by hand."""

from __future__ import annotations

import pytest

from payment_sandbox.records import Document
from payment_sandbox.stripe.life import collection, subscriptions, wallet
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage

DAY = 86_400


@pytest.fixture
def renewed(stage: Stage) -> Document:
    """Create a subscription whose renewal invoice, due in ten days, was just sent."""
    id_ = stage.subscribe()["id"]
    subscription = subscriptions.update(stage.account, id_, collection_method="send_invoice", days_until_due=10)
    stage.move(days=30, hours=1)
    stage.told()
    return subscription


def test_invoice_is_due_days_after_finalization_and_is_not_collected(stage: Stage, renewed: Document) -> None:
    (_, invoice) = stage.invoices(renewed)
    assert (invoice["status"], invoice["collection_method"]) == ("open", "send_invoice")
    assert invoice["due_date"] == invoice["status_transitions"]["finalized_at"] + 10 * DAY
    stage.move(days=9)
    wallet.use_card(stage.account, renewed["customer"], "4242")
    assert (stage.now(invoice)["status"], stage.now(invoice)["attempt_count"]) == ("open", 0)
    assert stage.now(renewed)["status"] == "active"


def test_subscription_is_past_due_from_the_due_date_until_payment(stage: Stage, renewed: Document) -> None:
    stage.move(days=10)
    assert stage.told() == ["invoice.overdue", "customer.subscription.updated"]
    assert stage.now(renewed)["status"] == "past_due"
    collection.pay(stage.account, stage.invoices(renewed)[-1]["id"])
    assert stage.now(renewed)["status"] == "active"


def test_invoice_paid_in_time_is_never_overdue(stage: Stage, renewed: Document) -> None:
    collection.pay(stage.account, stage.invoices(renewed)[-1]["id"])
    stage.told()
    stage.move(days=11)
    assert stage.told() == []
    assert stage.now(renewed)["status"] == "active"


def test_only_the_overdue_invoice_matters_while_the_next_one_is_not_due(stage: Stage, renewed: Document) -> None:
    overdue = stage.invoices(renewed)[-1]
    stage.move(days=31)
    assert [each["status"] for each in stage.invoices(renewed)] == ["paid", "open", "open"]
    collection.pay(stage.account, overdue["id"])
    assert stage.now(renewed)["status"] == "active"


def test_failed_payment_by_hand_is_not_retried_and_changes_nothing(stage: Stage) -> None:
    id_ = stage.subscribe(last4="0341")["id"]
    subscription = subscriptions.update(stage.account, id_, collection_method="send_invoice", days_until_due=10)
    stage.move(days=31)
    failed = collection.pay(stage.account, stage.invoices(subscription)[-1]["id"], present=False)
    assert (failed["status"], failed["next_payment_attempt"]) == ("open", None)
    stage.move(days=7)
    assert stage.now(subscription)["status"] == "active"


@pytest.mark.parametrize(
    "changes",
    [{"collection_method": "send_invoice"}, {"days_until_due": 3}],
    ids=["days missing", "collected automatically"],
)
def test_days_until_due_are_required_for_payment_by_hand_and_only_for_it(stage: Stage, changes: Document) -> None:
    with pytest.raises(Refusal):
        subscriptions.update(stage.account, stage.subscribe()["id"], **changes)


def test_subscription_can_go_back_to_automatic_collection(stage: Stage, renewed: Document) -> None:
    subscriptions.update(stage.account, renewed["id"], collection_method="charge_automatically")
    stage.move(days=31)
    assert [each["status"] for each in stage.invoices(renewed)] == ["paid", "open", "paid"]
    assert stage.now(renewed)["days_until_due"] is None
