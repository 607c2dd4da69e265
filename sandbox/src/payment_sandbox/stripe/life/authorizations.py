"""Money that is reserved on a card, and captured later or released (Stripe documentation, "Place a hold")."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.objects import charge as charges
from payment_sandbox.stripe.refusal import Refusal

MANUAL = "manual"
"""The `capture_method` of a payment intent that is authorized first."""


def hold(account: Account, intent: Document, charge: Document, method: Document) -> Document:
    """The card's bank reserves the money."""
    held = account.create(charges.as_authorized(charge, at=account.now()), "charge.succeeded")
    return _settle(
        account,
        intent,
        "payment_intent.amount_capturable_updated",
        amount_capturable=intent["amount"],
        last_payment_error=None,
        latest_charge=held["id"],
        payment_method=method["id"],
        status="requires_capture",
    )


def capture(account: Account, id_: str, *, amount: int | None = None) -> Document:
    """`amount`: all of it, unless less is wanted; the rest is released (Stripe API, "Capture a PaymentIntent")."""
    intent, charge = _held(account, id_)
    taken = intent["amount"] if amount is None else amount
    if taken > intent["amount"]:
        raise Refusal("The amount is greater than the amount that can be captured.", param="amount_to_capture")
    after = {
        **charge,
        "amount_captured": taken,
        "amount_refunded": charge["amount"] - taken,
        "balance_transaction": account.new_id("txn_"),
        "captured": True,
    }
    account.change(charge, after, "charge.captured")
    return _settle(
        account, intent, "payment_intent.succeeded", amount_capturable=0, amount_received=taken, status="succeeded"
    )


def cancel(account: Account, id_: str, *, reason: str | None = None) -> Document:
    """The seller releases the money (Stripe API, "Cancel a PaymentIntent")."""
    return _release(account, id_, "charge.refunded", reason)


def expire(account: Account, id_: str) -> Document:
    """Nobody captured it in time."""
    return _release(account, id_, "charge.expired", "automatic")


def _release(account: Account, id_: str, event: str, reason: str | None) -> Document:
    """Release an authorization. The amount counts as refunded (Stripe API, Charge.refunded)."""
    intent, charge = _held(account, id_)
    account.change(charge, {**charge, "amount_refunded": charge["amount"], "refunded": True}, event)
    return _settle(
        account,
        intent,
        "payment_intent.canceled",
        amount_capturable=0,
        canceled_at=account.now(),
        cancellation_reason=reason,
        status="canceled",
    )


def _held(account: Account, id_: str) -> tuple[Document, Document]:
    intent = account.get("payment_intent", id_)
    if intent["status"] != "requires_capture":
        raise Refusal(
            f"This PaymentIntent could not be captured or released because it has a status of {intent['status']}.",
            code="payment_intent_unexpected_state",
        )
    return intent, account.get("charge", intent["latest_charge"])


def _settle(account: Account, intent: Document, event: str, **outcome: object) -> Document:
    settled = account.put({**intent, **outcome})
    account.tell(event, settled)
    return settled
