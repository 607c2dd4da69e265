"""Refunds and disputes."""

from __future__ import annotations

import pytest

from payment_sandbox.stripe.life import disputes, refunds
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage


def test_partial_refunds_add_up(stage: Stage) -> None:
    charge = stage.charge_of(stage.buy())
    stage.told()
    refunds.create(stage.account, charge=charge["id"], amount=4900)
    assert stage.told() == ["charge.refunded", "refund.created", "refund.updated"]
    assert (stage.now(charge)["amount_refunded"], stage.now(charge)["refunded"]) == (4900, False)
    refunds.create(stage.account, payment_intent=charge["payment_intent"])
    assert (stage.now(charge)["amount_refunded"], stage.now(charge)["refunded"]) == (14_900, True)
    with pytest.raises(Refusal) as refused:
        refunds.create(stage.account, charge=charge["id"])
    assert refused.value.code == "charge_already_refunded"


def test_refund_above_the_paid_amount_is_refused(stage: Stage) -> None:
    charge = stage.charge_of(stage.buy())
    with pytest.raises(Refusal) as refused:
        refunds.create(stage.account, charge=charge["id"], amount=14_901)
    assert refused.value.param == "amount"


def test_refund_that_fails_later_no_longer_counts(stage: Stage) -> None:
    charge = stage.charge_of(stage.buy())
    refund = refunds.create(stage.account, charge=charge["id"])
    refunds.fail(stage.account, refund["id"])
    assert (stage.now(charge)["amount_refunded"], stage.now(charge)["refunded"]) == (0, False)
    assert stage.told()[-2:] == ["charge.updated", "refund.failed"]


def test_lost_dispute_keeps_the_money(stage: Stage) -> None:
    charge = stage.charge_of(stage.buy())
    stage.told()
    opened = disputes.open_dispute(stage.account, charge["id"])
    disputes.submit_evidence(stage.account, opened["id"])
    lost = disputes.close(stage.account, opened["id"])
    assert stage.told() == [
        "charge.updated",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.updated",
        "charge.dispute.closed",
    ]
    assert (lost["status"], stage.now(charge)["disputed"]) == ("lost", True)
    with pytest.raises(Refusal):
        disputes.win(stage.account, opened["id"])


def test_won_dispute_returns_the_money(stage: Stage) -> None:
    opened = disputes.open_dispute(stage.account, stage.charge_of(stage.buy())["id"])
    won = disputes.win(stage.account, opened["id"])
    assert won["status"] == "won"
    assert sum(each["amount"] for each in won["balance_transactions"]) == 0
    assert stage.told()[-2:] == ["charge.dispute.closed", "charge.dispute.funds_reinstated"]
    with pytest.raises(Refusal):
        disputes.open_dispute(stage.account, opened["charge"])
