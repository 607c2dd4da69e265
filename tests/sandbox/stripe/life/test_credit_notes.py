"""Credit notes before and after payment of an invoice."""

from __future__ import annotations

import pytest

from payment_sandbox.records import Document
from payment_sandbox.stripe.life import credit_notes
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage


@pytest.fixture
def paid(stage: Stage) -> Document:
    """Return the first invoice of a subscription."""
    return stage.account.get("invoice", stage.subscribe()["latest_invoice"])


def balance(stage: Stage, invoice: Document) -> int:
    left: int = stage.account.get("customer", invoice["customer"])["balance"]
    return left


def test_credit_for_a_paid_invoice_becomes_balance_and_is_reversed_with_the_note(stage: Stage, paid: Document) -> None:
    stage.told()
    note = credit_notes.create(stage.account, invoice=paid["id"], amount=500)
    assert stage.told() == ["customer.updated", "invoice.updated", "credit_note.created"]
    assert (note["post_payment_amount"], balance(stage, paid)) == (500, -500)
    assert stage.now(paid)["post_payment_credit_notes_amount"] == 500
    credit_notes.void(stage.account, note["id"])
    assert stage.told()[-1] == "credit_note.voided"
    assert (stage.now(paid)["post_payment_credit_notes_amount"], balance(stage, paid)) == (0, 0)


def test_credit_note_may_refund_a_part_through_the_charge(stage: Stage, paid: Document) -> None:
    stage.told()
    note = credit_notes.create(stage.account, invoice=paid["id"], amount=700, refund_amount=400, out_of_band_amount=100)
    assert "charge.refunded" in stage.told()
    assert [refund["amount_refunded"] for refund in note["refunds"]] == [400]
    assert (note["out_of_band_amount"], balance(stage, paid)) == (100, -200)
    with pytest.raises(Refusal):
        credit_notes.void(stage.account, note["id"])


def test_credit_above_the_paid_amount_is_refused(stage: Stage, paid: Document) -> None:
    with pytest.raises(Refusal):
        credit_notes.create(stage.account, invoice=paid["id"], amount=paid["amount_paid"] + 1)
