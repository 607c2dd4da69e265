"""Taking money from a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import authorizations
from payment_sandbox.stripe.life.cards import card_of
from payment_sandbox.stripe.objects import charge as charges
from payment_sandbox.stripe.objects import payment_intent as intents


def intend(
    account: Account,
    *,
    amount: int,
    currency: str,
    customer: str | None,
    receipt_email: str | None,
    description: str | None = None,
    metadata: Mapping[str, str] | None = None,
    capture_method: str | None = None,
) -> Document:
    """A payment intent that nothing has been tried for. `amount`: in the currency's minor unit."""
    made = intents.payment_intent(
        account.new_id("pi_"),
        amount=amount,
        currency=currency,
        customer=customer,
        description=description,
        metadata=metadata or {},
        receipt_email=receipt_email,
        at=account.now(),
    )
    made |= {"capture_method": capture_method or made["capture_method"]}
    return account.create(made, "payment_intent.created")


def attempt(account: Account, intent: Document, method: Document | None, *, present: bool) -> Document:
    """Tries to take the money; the intent's status tells how it went. `present`: whether the card's owner is there."""
    if method is None:
        return _settle(account, intent, "payment_intent.payment_failed", last_payment_error=intents.without_card())
    card, charge = card_of(method), _charge(account, intent, method)
    if not (card.pays if present else card.renews):
        failed = account.create(charges.as_declined(charge), "charge.failed")
        error = intents.declined(method, failed["id"])
        return _settle(
            account, intent, "payment_intent.payment_failed", last_payment_error=error, latest_charge=failed["id"]
        )
    if intent["capture_method"] == authorizations.MANUAL:
        return authorizations.hold(account, intent, charge, method)
    account.create(charge, "charge.succeeded")
    return _settle(
        account,
        intent,
        "payment_intent.succeeded",
        amount_received=intent["amount"],
        last_payment_error=None,
        latest_charge=charge["id"],
        payment_method=method["id"],
        status="succeeded",
    )


def _charge(account: Account, intent: Document, method: Document) -> Document:
    id_ = account.new_id("ch_")
    return charges.charge(
        id_,
        payment_intent=intent,
        payment_method=method,
        receipt_url=f"{account.address}/receipts/{id_}",
        transaction=account.new_id("txn_"),
        at=account.now(),
    )


def _settle(account: Account, intent: Document, event: str, **outcome: Any) -> Document:
    settled = account.put({**intent, **outcome})
    account.tell(event, settled)
    return settled
