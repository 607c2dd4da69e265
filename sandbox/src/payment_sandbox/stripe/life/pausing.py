"""Pausing: of the collection of payments, which leaves the status alone, and of the subscription itself."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import invoices, lines, plan_change
from payment_sandbox.stripe.life.periods import period_end
from payment_sandbox.stripe.objects.subscription import first_item, in_period, paused_details
from payment_sandbox.stripe.refusal import Refusal


def pause_collection(account: Account, id_: str, behavior: str, resumes_at: int | None = None) -> Document:
    """`behavior`: what becomes of invoices meanwhile (Stripe API, Subscription.pause_collection)."""
    before = account.get("subscription", id_)
    pause_ = {"behavior": behavior, "resumes_at": resumes_at}
    return account.change(before, {**before, "pause_collection": pause_}, "customer.subscription.updated")


def resume_collection(account: Account, id_: str) -> Document:
    """From the next invoice on."""
    before = account.get("subscription", id_)
    return account.change(before, {**before, "pause_collection": None}, "customer.subscription.updated")


def shelve(account: Account, invoice: str, behavior: str) -> None:
    """What becomes of an invoice that is made while collection is paused."""
    if behavior == "keep_as_draft":
        invoices.leave_alone(account, invoice)
        return
    invoices.finalize(account, invoice)
    if behavior == "void":
        invoices.void(account, invoice)
    else:
        invoices.mark_uncollectible(account, invoice)


def pause(account: Account, id_: str, *, reason: str = "pause_requested") -> Document:
    """Its status is `paused`: no period, no invoice until it is resumed (Stripe API, "Pause a subscription")."""
    before = account.get("subscription", id_)
    if before["status"] not in ("active", "trialing"):
        raise Refusal(f"A subscription that is {before['status']} cannot be paused.")
    if before["schedule"] is not None:
        raise Refusal("A subscription that is managed by a subscription schedule cannot be paused.")
    return set_paused(account, before, reason)


def set_paused(account: Account, before: Document, reason: str) -> Document:
    """`reason`: Stripe's `status_details.paused.subscription.type`."""
    details = paused_details(reason, account.now())
    return account.change(
        before, {**before, "status": "paused", "status_details": details}, "customer.subscription.paused"
    )


def resume(account: Account, id_: str, *, present: bool = True) -> Document:
    """A new period begins, and is paid at once; if it is not, the subscription stays paused.

    `present`: whether the customer is there to confirm the payment.
    """
    before, now = account.get("subscription", id_), account.now()
    if before["status"] != "paused":
        raise Refusal("Only a paused subscription can be resumed.")
    end = period_end(now, first_item(before)["price"], now)
    invoice = account.new_id("in_")
    moved = in_period(before, now, end)
    resumed = {
        **moved,
        "billing_cycle_anchor": now,
        "latest_invoice": invoice,
        "status": "active",
        "status_details": None,
    }
    owed = lines.of_period(account, invoice, resumed)
    bill = plan_change.bill(account, invoice, resumed, owed, "subscription_update", present=present)
    if bill["status"] != "paid":
        invoices.void(account, invoice)
        return before
    return account.change(before, resumed, "customer.subscription.resumed")
