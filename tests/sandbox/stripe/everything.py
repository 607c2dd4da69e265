"""A year in which every event of the fake Stripe occurs."""

from __future__ import annotations

from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import (
    cancellation,
    checkout,
    collection,
    credit_notes,
    customers,
    disputes,
    pausing,
    plan_change,
    refunds,
    schedules,
    standing,
    subscriptions,
    wallet,
)
from payment_sandbox.stripe.life import catalogue as selling
from sandbox.stripe.stage import Stage


def happens(stage: Stage) -> None:
    """Let everything happen to several customers."""
    _plans(stage)
    _failures(stage)
    _pauses(stage)
    _pauses_after_failures(stage)
    _paid_by_hand(stage)
    _purchases(stage)
    selling.update_product(stage.account, "prod_pro", name="Professional")
    selling.update_price(stage.account, catalogue.PRO_MONTHLY, nickname="Professional, monthly")


def _plans(stage: Stage) -> None:
    account = stage.account
    id_ = stage.subscribe(subscription_data={"trial_period_days": 7})["id"]
    stage.move(days=8)
    plan_change.change_now(account, id_, catalogue.PRO_MONTHLY, proration="always_invoice")
    schedules.change_at_period_end(account, id_, catalogue.BASIC_MONTHLY)
    schedules.release(account, stage.account.get("subscription", id_)["schedule"])
    schedules.change_at_period_end(account, id_, catalogue.BASIC_MONTHLY)
    stage.move(days=32)
    cancellation.at_period_end(account, id_)
    cancellation.undo(account, id_)
    customers.delete(account, stage.account.get("subscription", id_)["customer"])


def _failures(stage: Stage) -> None:
    mended = stage.subscribe(last4="0341")
    lost = stage.subscribe(last4="0341")
    stage.move(days=33)
    wallet.use_card(stage.account, mended["customer"], "4242")
    stage.move(days=20)
    standing.choose(stage.account, "last", "unpaid")
    unpaid = stage.subscribe(last4="0341")
    stage.move(days=60)
    assert [stage.now(each)["status"] for each in (mended, lost, unpaid)] == ["active", "canceled", "unpaid"]


def _pauses(stage: Stage) -> None:
    paused = stage.subscribe()["id"]
    pausing.pause(stage.account, paused)
    pausing.resume(stage.account, paused)
    for behavior in ("void", "mark_uncollectible"):
        id_ = stage.subscribe()["id"]
        subscriptions.update(stage.account, id_, pause_collection={"behavior": behavior})
    stage.move(days=32)


def _pauses_after_failures(stage: Stage) -> None:
    account = stage.account
    for attempt in standing.CHOICES:
        standing.choose(account, attempt, "pause")
        paused = stage.subscribe(last4="0341")
        stage.move(days=50)
        assert stage.now(paused)["status"] == "paused"
        standing.choose(account, attempt, standing.CHOICES[attempt][0])
        wallet.use_card(account, paused["customer"], "4242")
        pausing.resume(account, paused["id"])


def _paid_by_hand(stage: Stage) -> None:
    late, never = stage.subscribe()["id"], stage.subscribe()["id"]
    for id_ in (late, never):
        subscriptions.update(stage.account, id_, collection_method="send_invoice", days_until_due=7)
    stage.move(days=40)
    [invoice] = standing.owed(stage.account, stage.account.get("subscription", late))
    collection.pay(stage.account, invoice["id"])
    statuses = [stage.account.get("subscription", id_)["status"] for id_ in (late, never)]
    assert statuses == ["active", "past_due"]


def _purchases(stage: Stage) -> None:
    account = stage.account
    checkout.expire(account, stage.checkout(catalogue.LIFETIME, mode="payment")["id"])
    refund = refunds.create(account, charge=stage.charge_of(stage.buy())["id"])
    refunds.fail(account, refund["id"])
    credit_notes.create(account, invoice=bought_with_invoice(stage), amount=500)
    note = credit_notes.create(account, invoice=bought_with_invoice(stage), amount=500)
    credit_notes.void(account, note["id"])
    for decide in (disputes.win, disputes.close):
        dispute = disputes.open_dispute(account, stage.charge_of(stage.buy())["id"])
        disputes.submit_evidence(account, dispute["id"])
        decide(account, dispute["id"])


def bought_with_invoice(stage: Stage) -> str:
    """Return the id of the paid invoice of a purchase."""
    session = stage.buy(customer_creation="always", invoice_creation={"enabled": True})
    id_: str = session["invoice"]
    return id_
