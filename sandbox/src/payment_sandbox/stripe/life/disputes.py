"""A buyer's bank takes the money back, and may have to return it."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.objects import dispute as objects
from payment_sandbox.stripe.refusal import Refusal

_CLOSED = frozenset({"won", "lost"})


def open_dispute(account: Account, charge_id: str, *, amount: int | None = None) -> Document:
    """The money is gone until it is decided. `amount`: the whole charge, if it is not given."""
    charge = account.get("charge", charge_id, "charge")
    if not charge["paid"] or charge["disputed"]:
        raise Refusal("Only a charge that was paid can be disputed, and only once.", param="charge")
    disputed = charge["amount_captured"] if amount is None else amount
    if not 0 < disputed <= charge["amount_captured"]:
        raise Refusal("No more can be disputed than was charged.", param="amount")
    account.change(charge, {**charge, "disputed": True}, "charge.updated")
    made = objects.dispute(
        account.new_id("dp_"), charge=charge, amount=disputed, transaction=account.new_id("txn_"), at=account.now()
    )
    account.create(made, "charge.dispute.created")
    account.tell("charge.dispute.funds_withdrawn", made)
    return made


def submit_evidence(account: Account, id_: str) -> Document:
    """The seller's side is told, and the bank thinks about it."""
    before = _open(account, id_)
    details = {
        **before["evidence_details"],
        "has_evidence": True,
        "submission_count": 1,
        "submission_method": "manual",
    }
    return account.change(
        before, {**before, "evidence_details": details, "status": "under_review"}, "charge.dispute.updated"
    )


def win(account: Account, id_: str) -> Document:
    """The money comes back."""
    before = _open(account, id_)
    charge = account.get("charge", before["charge"])
    back = objects.reinstatement(
        account.new_id("txn_"), dispute=id_, charge=charge, amount=before["amount"], at=account.now()
    )
    transactions = [*before["balance_transactions"], back]
    after = {**before, "balance_transactions": transactions, "status": "won"}
    account.change(before, after, "charge.dispute.closed")
    account.tell("charge.dispute.funds_reinstated", after)
    return after


def close(account: Account, id_: str) -> Document:
    """Lost, be it by the bank's word or because the seller gives up (Stripe API, "Close a dispute")."""
    before = _open(account, id_)
    return account.change(before, {**before, "status": "lost"}, "charge.dispute.closed")


def _open(account: Account, id_: str) -> Document:
    found = account.get("dispute", id_)
    if found["status"] in _CLOSED:
        raise Refusal("This dispute is already closed.")
    return found
