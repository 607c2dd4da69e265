"""One period ends and the next one begins; the first after a trial, too."""

from __future__ import annotations

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import cancellation, cards, discounts, invoices, lines, pausing, schedules
from payment_sandbox.stripe.life.periods import period_end
from payment_sandbox.stripe.objects.price import plan_of
from payment_sandbox.stripe.objects.subscription import first_item, in_period, with_item


def renew(account: Account, id_: str) -> None:
    """The invoice stays a draft for an hour, and is paid when that is over."""
    subscription = account.get("subscription", id_)
    if subscription["status"] == "trialing" and _stops_without_card(account, subscription):
        return
    ended = first_item(subscription)["current_period_end"]
    price = schedules.move_on(account, subscription, ended)
    if price is None:
        schedules.let_go(account, subscription, ended)
    before = account.get("subscription", id_)
    start = first_item(before)["current_period_end"]
    invoice = account.new_id("in_")
    moved = _next_period(discounts.over(account, before, start), price or first_item(before)["price"])
    after = {**moved, "latest_invoice": invoice}
    account.change(before, after, "customer.subscription.updated")
    _bill(account, invoice, after, first_item(before))
    discounts.used(account, account.get("subscription", id_))


def _next_period(subscription: Document, price: Document) -> Document:
    start = first_item(subscription)["current_period_end"]
    end = period_end(start, price, subscription["billing_cycle_anchor"])
    moved = with_item(in_period(subscription, start, end), plan=plan_of(price), price=price)
    return {**moved, "status": "active" if moved["status"] == "trialing" else moved["status"]}


def _bill(account: Account, invoice: str, subscription: Document, ended: Document) -> None:
    """What is paused is not collected, and what nobody pays any more is only written down."""
    paused, unpaid = subscription["pause_collection"], subscription["status"] == "unpaid"
    kept = lines.take_kept(account, invoice, subscription["id"])
    invoices.draft(
        account,
        invoice,
        customer=account.get("customer", subscription["customer"]),
        subscription=subscription,
        lines=[*kept, *lines.of_period(account, invoice, subscription)],
        currency=subscription["currency"],
        reason="subscription_cycle",
        period=(ended["current_period_start"], ended["current_period_end"]),
        waits=paused is None and not unpaid,
    )
    if unpaid:
        invoices.leave_alone(account, invoice)
    elif paused is not None:
        pausing.shelve(account, invoice, paused["behavior"])


def _stops_without_card(account: Account, subscription: Document) -> bool:
    """A trial that nobody left a card for (Stripe API, Subscription.trial_settings)."""
    what = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
    owner = account.get("customer", subscription["customer"])
    if what == "create_invoice" or cards.default_of(account, owner, subscription) is not None:
        return False
    if what == "pause":
        pausing.pause(account, subscription["id"], reason="trial_end_without_payment_method")
    else:
        cancellation.end(account, subscription["id"], reason="payment_failed")
    return True
