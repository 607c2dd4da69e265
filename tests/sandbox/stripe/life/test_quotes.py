"""Quotes for one-off purchases."""

from __future__ import annotations

import pytest

from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import quotes, wallet
from payment_sandbox.stripe.refusal import Refusal
from sandbox.stripe.stage import Stage


@pytest.fixture
def quote(stage: Stage) -> Document:
    """Create an open quote for two lifetime licences, to a customer with a stored card."""
    customer = stage.subscribe()["customer"]
    wallet.use_card(stage.account, customer, "4242")
    stage.told()
    made = quotes.create(stage.account, customer=customer, line_items=[{"price": catalogue.LIFETIME, "quantity": 2}])
    opened = quotes.finalize(stage.account, made["id"])
    assert stage.told() == ["quote.created", "quote.finalized"]
    return opened


def test_accepted_quote_creates_an_invoice_that_names_it(stage: Stage, quote: Document) -> None:
    accepted = quotes.accept(stage.account, quote["id"])
    invoice = stage.account.get("invoice", accepted["invoice"])
    assert (accepted["status"], invoice["status"], invoice["total"]) == ("accepted", "draft", 29_800)
    assert invoice["parent"]["quote_details"] == {"quote": quote["id"]}
    assert stage.told() == ["quote.accepted", "invoice.created"]
    stage.validate()


def test_invoice_of_a_quote_is_collected_an_hour_later(stage: Stage, quote: Document) -> None:
    accepted = quotes.accept(stage.account, quote["id"])
    stage.move(hours=2)
    assert stage.account.get("invoice", accepted["invoice"])["status"] == "paid"
    assert "invoice.paid" in stage.told()
    stage.validate()


def test_withdrawn_quote_cannot_be_accepted(stage: Stage, quote: Document) -> None:
    quotes.cancel(stage.account, quote["id"])
    assert stage.told() == ["quote.canceled"]
    with pytest.raises(Refusal):
        quotes.accept(stage.account, quote["id"])


def test_quote_is_accepted_once(stage: Stage, quote: Document) -> None:
    quotes.accept(stage.account, quote["id"])
    for act in (quotes.accept, quotes.cancel, quotes.finalize):
        with pytest.raises(Refusal):
            act(stage.account, quote["id"])


def test_recurring_price_cannot_be_quoted(stage: Stage) -> None:
    customer = stage.subscribe()["customer"]
    with pytest.raises(Refusal) as refused:
        quotes.create(stage.account, customer=customer, line_items=[{"price": catalogue.PRO_MONTHLY}])
    assert refused.value.param == "line_items[0][price]"
