"""Giving money back."""

from __future__ import annotations

from typing import Any

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.objects import refund as objects
from payment_sandbox.stripe.refusal import Refusal


def create(
    account: Account,
    *,
    charge: str | None = None,
    payment_intent: str | None = None,
    amount: int | None = None,
    **further: Any,
) -> Document:
    """`amount`: all that is left, if it is not said (Stripe API, "Create a refund")."""
    before = _charge(account, charge, payment_intent)
    if before["paid"] and not before["captured"]:
        raise Refusal("Cancel the PaymentIntent of a charge that is not captured instead.", param="charge")
    left = before["amount"] - before["amount_refunded"]
    given = left if amount is None else amount
    if left == 0:
        raise Refusal(f"Charge {before['id']} has already been refunded.", code="charge_already_refunded")
    if not 0 < given <= left:
        said = f"Refund amount ({given}) is greater than unrefunded amount on charge ({left})"
        raise Refusal(said, param="amount")
    refunded = before["amount_refunded"] + given
    after = {**before, "amount_refunded": refunded, "refunded": refunded == before["amount"]}
    made = objects.refund(
        account.new_id("re_"), charge=after, amount=given, transaction=account.new_id("txn_"), at=account.now()
    )
    made = {**made, **{key: value for key, value in further.items() if key in ("metadata", "reason")}}
    account.change(before, after, "charge.refunded")
    account.create(made, "refund.created")
    return _with_reference(account, made)


def fail(account: Account, id_: str) -> Document:
    """The bank sends it back, days later: the charge counts as paid again by so much."""
    refund = account.get("refund", id_)
    charge = account.get("charge", refund["charge"])
    left = charge["amount_refunded"] - refund["amount"]
    account.change(charge, {**charge, "amount_refunded": left, "refunded": False}, "charge.updated")
    failed = {**refund, "failure_reason": "expired_or_canceled_card", "status": "failed"}
    account.put(failed)
    account.tell("refund.failed", failed)
    return failed


def _charge(account: Account, charge: str | None, payment_intent: str | None) -> Document:
    if charge is None and payment_intent is None:
        raise Refusal("One of the following params should be provided: charge or payment_intent.")
    if charge is None:
        intent = account.get("payment_intent", str(payment_intent), "payment_intent")
        charge = intent["latest_charge"]
        if charge is None:
            raise Refusal("This PaymentIntent does not have a successful charge to refund.", param="payment_intent")
    return account.get("charge", charge, "charge")


def _with_reference(account: Account, refund: Document) -> Document:
    """A moment later it is known under which number the bank has it."""
    card = {**refund["destination_details"]["card"], "reference": "SANDBOX1", "reference_status": "available"}
    details = {**refund["destination_details"], "card": card}
    return account.change(refund, {**refund, "destination_details": details}, "refund.updated")
