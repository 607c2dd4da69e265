"""States of a sandboxed Lemon Squeezy's objects, each as its last event contains it and as the API returns it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from adapters.providers.lemonsqueezy.assembly import NAME
from adapters.providers.lemonsqueezy.event_table import READERS
from contracts.providers.under_test import State
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from payment_sandbox.lemonsqueezy.cards import FAILING, OTHER
from payment_sandbox.lemonsqueezy.life import customers
from payment_sandbox.lemonsqueezy.life.cancelling import cancel, resume
from payment_sandbox.lemonsqueezy.life.changing_plan import change_plan
from payment_sandbox.lemonsqueezy.life.pausing import pause
from payment_sandbox.lemonsqueezy.life.payment_method import update_payment_method
from payment_sandbox.lemonsqueezy.life.refunding import refund
from payment_sandbox.records import Document
from sandbox.lemonsqueezy.stage import Stage

_KINDS: Mapping[str, ObjectKind] = {
    "customers": ObjectKind.ACCOUNT,
    "orders": ObjectKind.ORDER,
    "subscriptions": ObjectKind.SUBSCRIPTION,
    "subscription-invoices": ObjectKind.SUBSCRIPTION_INVOICE,
}
Life = Callable[[], Document]


def states(stage: Stage) -> Mapping[str, Callable[[], State]]:
    """Yield the states, each of another customer."""
    lives = _Lives(stage)
    return {
        words: partial(_state, stage, life)
        for words, life in {
            "a subscription": lives.subscription,
            "a trial": lives.trial,
            "a trial that was cancelled": lambda: lives.cancelled(lives.trial()),
            "another plan": lives.another_plan,
            "cancelled": lambda: lives.cancelled(lives.subscription()),
            "cancelled and resumed": lives.resumed,
            "expired": lives.expired,
            "paused without service": lives.paused,
            "past due": lambda: lives.unpaid_after(30),
            "unpaid": lambda: lives.unpaid_after(44),
            "recovered": lives.recovered,
            "a payment that failed": lambda: lives.invoice(lives.unpaid_after(30)),
            "a payment that was made": lambda: lives.invoice(lives.recovered()),
            "a one-off purchase": lives.order,
            "refunded in part": lambda: lives.refunded(2500),
            "refunded": lambda: lives.refunded(None),
            "a customer who has moved": lives.customer,
        }.items()
    }


def _state(stage: Stage, life: Life) -> State:
    document = life()
    told = [each for each in stage.sent() if each.object_id == document["id"] and each.event_type in READERS]
    last = next(each for each in reversed(told) if f'"type":"{document["type"]}"'.encode() in each.body)
    return State(pushed=last.body, kind=_KINDS[document["type"]], ref=ProviderRef(provider=NAME, id=document["id"]))


class _Lives:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._buyers = 0

    def subscription(self) -> Document:
        return self.stage.subscribe(email=self._somebody())

    def trial(self) -> Document:
        return self.stage.subscribe(self.stage.variant_with_trial(), email=self._somebody())

    def another_plan(self) -> Document:
        subscription = self.subscription()
        change_plan(self.stage.shop, subscription, self.stage.variant("Basic", "Yearly"), "with the next renewal")
        return subscription

    def cancelled(self, subscription: Document) -> Document:
        cancel(self.stage.shop, subscription)
        return subscription

    def resumed(self) -> Document:
        subscription = self.cancelled(self.subscription())
        resume(self.stage.shop, subscription)
        return subscription

    def expired(self) -> Document:
        subscription = self.cancelled(self.subscription())
        self.stage.move(days=31)
        return subscription

    def paused(self) -> Document:
        subscription = self.subscription()
        pause(self.stage.shop, subscription, "void", self.stage.shop.clock.now() + timedelta(days=90))
        return subscription

    def unpaid_after(self, days: int) -> Document:
        subscription = self.stage.subscribe(card=FAILING, email=self._somebody())
        self.stage.move(days=days + 1)
        return self.stage.fresh(subscription)

    def recovered(self) -> Document:
        subscription = self.unpaid_after(30)
        update_payment_method(self.stage.shop, subscription, OTHER)
        return subscription

    def invoice(self, subscription: Document) -> Document:
        """Return the latest invoice."""
        return next(
            self.stage.shop.resources.newest("subscription-invoices", "subscription_id", int(subscription["id"]))
        )

    def order(self) -> Document:
        return self.stage.buy(self.stage.variant("Lifetime"), email=self._somebody())

    def refunded(self, cents: int | None) -> Document:
        order = self.order()
        refund(self.stage.shop, order, cents)
        return order

    def customer(self) -> Document:
        customer = self.stage.shop.resources.the("customers", self.order()["attributes"]["customer_id"])
        customers.update(self.stage.shop, customer, {"city": "Lisbon", "country": "PT"})
        return customer

    def _somebody(self) -> str:
        self._buyers += 1
        return f"{self.stage.shop.records.count('customers')}.{self._buyers}@example.com"
