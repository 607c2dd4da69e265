"""Changes to customers of every kind while the service is down."""

from __future__ import annotations

from collections.abc import Iterator

from payment_sandbox.lemonsqueezy.life.cancelling import cancel, resume
from payment_sandbox.lemonsqueezy.life.pausing import unpause
from payment_sandbox.lemonsqueezy.life.refunding import refund
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import cancellation, customers, disputes, pausing, plan_change, refunds
from payment_sandbox.stripe.life import catalogue as selling


def change_at_stripe(account: Account) -> None:
    """Change one existing customer of each kind that can change."""
    selling.update_product(account, "prod_pro", name="Professional")
    selling.update_price(account, catalogue.BASIC_YEARLY, nickname="Basic, by the year")
    running = _running(account)
    cancellation.at_period_end(account, next(running)["id"])
    cancellation.at_once(account, next(running)["id"])
    plan_change.change_now(account, next(running)["id"], catalogue.BASIC_MONTHLY, proration="always_invoice")
    customers.delete(account, next(running)["customer"])
    pausing.pause(account, next(running)["id"])
    paused = next(each for each in account.records.all("subscription") if each["status"] == "paused")
    pausing.resume(account, paused["id"])
    cancelling = next(each for each in account.records.all("subscription") if each["cancel_at"])
    cancellation.undo(account, cancelling["id"])
    guests = _untouched_charges(account)
    refunds.create(account, charge=next(guests)["id"])
    refunds.create(account, charge=next(guests)["id"], amount=100)
    disputes.open_dispute(account, next(guests)["id"])
    disputes.close(account, account.records.all("dispute")[0]["id"])


def change_at_lemonsqueezy(shop: Shop) -> None:
    """Make the same changes, as far as Lemon Squeezy has them."""
    by_status: dict[str, list[Document]] = {}
    for each in shop.records.all("subscriptions"):
        by_status.setdefault(each["attributes"]["status"], []).append(each)
    cancel(shop, by_status["active"][0])
    resume(shop, by_status["cancelled"][0])
    unpause(shop, by_status["paused"][0])
    paid = [each for each in shop.records.all("orders") if each["attributes"]["status"] == "paid"]
    bought = [each for each in paid if not shop.records.find("subscriptions", "attributes.order_id", int(each["id"]))]
    refund(shop, bought[0], 2_500)
    refund(shop, bought[1], int(bought[1]["attributes"]["total"]))


def _running(account: Account) -> Iterator[Document]:
    return (
        each
        for each in account.records.all("subscription")
        if each["status"] == "active" and not each["cancel_at"] and not each["schedule"]
    )


def _untouched_charges(account: Account) -> Iterator[Document]:
    return (
        each
        for each in account.records.all("charge")
        if each["customer"] is None and not each["amount_refunded"] and not each["disputed"]
    )
