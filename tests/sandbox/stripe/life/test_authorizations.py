"""Authorizations that are captured later or released."""

from __future__ import annotations

import pytest

from payment_sandbox.records import Document
from payment_sandbox.stripe.life import authorizations, disputes, refunds
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage

MANUAL = {"capture_method": "manual"}


@pytest.fixture
def session(stage: Stage) -> Document:
    """Create a checkout whose payment is authorized."""
    session = stage.buy(payment_intent_data=MANUAL)
    stage.told()
    return session


def intent(stage: Stage, session: Document) -> Document:
    return stage.account.get("payment_intent", session["payment_intent"])


def test_authorized_payment_completes_the_checkout_without_being_paid(stage: Stage) -> None:
    session = stage.buy(payment_intent_data=MANUAL)
    assert (session["status"], session["payment_status"]) == ("complete", "unpaid")
    held, charge = intent(stage, session), stage.charge_of(session)
    assert (held["status"], held["amount_capturable"], held["amount_received"]) == ("requires_capture", 14_900, 0)
    assert (charge["captured"], charge["amount_captured"], charge["paid"]) == (False, 0, True)
    assert stage.told() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.amount_capturable_updated",
        "checkout.session.completed",
    ]
    stage.validate()


def test_captured_payment_is_paid(stage: Stage, session: Document) -> None:
    authorizations.capture(stage.account, session["payment_intent"])
    paid = intent(stage, session)
    assert (paid["status"], paid["amount_capturable"], paid["amount_received"]) == ("succeeded", 0, 14_900)
    assert stage.charge_of(session)["amount_captured"] == 14_900
    assert stage.told() == ["charge.captured", "payment_intent.succeeded"]
    stage.validate()


def test_uncaptured_part_counts_as_refunded(stage: Stage, session: Document) -> None:
    authorizations.capture(stage.account, session["payment_intent"], amount=10_000)
    charge = stage.charge_of(session)
    assert (charge["amount_captured"], charge["amount_refunded"], charge["refunded"]) == (10_000, 4_900, False)
    assert intent(stage, session)["amount_received"] == 10_000
    with pytest.raises(Refusal):
        refunds.create(stage.account, charge=charge["id"], amount=10_001)


def test_cancelled_authorization_releases_the_money(stage: Stage, session: Document) -> None:
    authorizations.cancel(stage.account, session["payment_intent"], reason="requested_by_customer")
    released, charge = intent(stage, session), stage.charge_of(session)
    assert (released["status"], released["cancellation_reason"]) == ("canceled", "requested_by_customer")
    assert (charge["captured"], charge["refunded"], charge["amount_refunded"]) == (False, True, 14_900)
    assert stage.told() == ["charge.refunded", "payment_intent.canceled"]
    stage.validate()


def test_authorization_expires_after_a_week(stage: Stage, session: Document) -> None:
    stage.move(days=6)
    assert stage.told() == []
    stage.move(days=2)
    assert intent(stage, session)["cancellation_reason"] == "automatic"
    assert stage.told() == ["charge.expired", "payment_intent.canceled"]
    stage.validate()


def test_only_an_authorized_payment_can_be_captured_or_released(stage: Stage, session: Document) -> None:
    authorizations.cancel(stage.account, session["payment_intent"])
    for act in (authorizations.capture, authorizations.cancel):
        with pytest.raises(Refusal) as refused:
            act(stage.account, session["payment_intent"])
        assert refused.value.code == "payment_intent_unexpected_state"


def test_capture_above_the_authorized_amount_is_refused(stage: Stage, session: Document) -> None:
    with pytest.raises(Refusal) as refused:
        authorizations.capture(stage.account, session["payment_intent"], amount=14_901)
    assert refused.value.param == "amount_to_capture"


def test_uncaptured_charge_is_neither_refunded_nor_disputed(stage: Stage, session: Document) -> None:
    charge = stage.charge_of(session)
    with pytest.raises(Refusal):
        refunds.create(stage.account, charge=charge["id"])
    with pytest.raises(Refusal):
        disputes.open_dispute(stage.account, charge["id"])


def test_partial_dispute_is_withdrawn_and_returned(stage: Stage) -> None:
    charge = stage.charge_of(stage.buy())
    opened = disputes.open_dispute(stage.account, charge["id"], amount=5_000)
    won = disputes.win(stage.account, opened["id"])
    assert won["amount"] == 5_000
    assert [each["amount"] for each in won["balance_transactions"]] == [-5_000, 5_000]
    stage.validate()


def test_dispute_above_the_amount_of_the_charge_is_refused(stage: Stage) -> None:
    charge = stage.charge_of(stage.buy())
    with pytest.raises(Refusal):
        disputes.open_dispute(stage.account, charge["id"], amount=14_901)
