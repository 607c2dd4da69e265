"""What lives at a sandboxed Stripe come to, each as the last event told it and as the API tells it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

from adapters.providers.stripe.assembly import NAME
from adapters.providers.stripe.events import READERS
from contracts.providers.under_test import State
from domain.provider import Ref
from domain.snapshot import ObjectKind
from entrypoints.sandbox.records import Document
from entrypoints.sandbox.stripe import catalogue
from entrypoints.sandbox.stripe.life import (
    cancellation,
    checkout,
    customers,
    disputes,
    pausing,
    plan_change,
    refunds,
    schedules,
    subscriptions,
)
from entrypoints.sandbox.stripe.life import catalogue as selling
from sandbox.stripe.stage import Stage

_KINDS: Mapping[str, ObjectKind] = {
    "charge": ObjectKind.CHARGE,
    "checkout.session": ObjectKind.CHECKOUT,
    "customer": ObjectKind.ACCOUNT,
    "dispute": ObjectKind.DISPUTE,
    "invoice": ObjectKind.INVOICE,
    "payment_intent": ObjectKind.PAYMENT,
    "price": ObjectKind.PRICE,
    "product": ObjectKind.PRODUCT,
    "subscription": ObjectKind.SUBSCRIPTION,
    "subscription_schedule": ObjectKind.SCHEDULE,
}
Life = Callable[[], Document]


def states(stage: Stage) -> Mapping[str, Callable[[], State]]:
    """Each is somebody else's."""
    lives = _Lives(stage)
    return {
        words: partial(_state, stage, life)
        for words, life in {
            "a subscription": stage.subscribe,
            "a trial": lambda: stage.subscribe(subscription_data={"trial_period_days": 14}),
            "another plan": lives.another_plan,
            "a change that waits": lives.scheduled,
            "the schedule of it": lambda: stage.account.get("subscription_schedule", lives.scheduled()["schedule"]),
            "ending with the period": lives.cancelling,
            "ended": lambda: subscriptions.cancel(stage.account, stage.subscribe()["id"]),
            "paused": lambda: pausing.pause(stage.account, stage.subscribe()["id"]),
            "past due": lives.past_due,
            "the invoice that is not paid": lambda: stage.invoices(lives.past_due())[-1],
            "an invoice that is paid": lambda: stage.invoices(stage.subscribe())[-1],
            "a one-off purchase": stage.buy,
            "a purchase with an invoice": lambda: stage.buy(
                customer_creation="always", invoice_creation={"enabled": True}
            ),
            "a checkout that expired": lives.expired,
            "what was paid": lambda: stage.account.get("payment_intent", stage.buy()["payment_intent"]),
            "refunded in part": lambda: lives.refunded(4900),
            "refunded": lambda: lives.refunded(None),
            "disputed": lives.disputed,
            "a dispute that is lost": lambda: disputes.close(stage.account, lives.disputed()["id"]),
            "a dispute that is won": lambda: disputes.win(stage.account, lives.disputed()["id"]),
            "a customer": lambda: customers.create(stage.account, email="bob@example.com", name="Bob"),
            "a product": lambda: selling.update_product(stage.account, "prod_pro", name="Professional"),
            "a price": lambda: selling.update_price(stage.account, catalogue.PRO_MONTHLY, nickname="Professional"),
        }.items()
    }


def _state(stage: Stage, life: Life) -> State:
    """Some time later than the one before: the API bears only so many calls a second."""
    stage.move(minutes=1)
    document = life()
    told = [each for each in stage.messages() if each.object_id == document["id"] and each.event_type in READERS]
    last = next(each for each in reversed(told) if _is_of(document["object"], each.body))
    return State(pushed=last.body, kind=_KINDS[document["object"]], ref=Ref(provider=NAME, id=document["id"]))


def _is_of(kind: str, body: bytes) -> bool:
    return bool(json.loads(body)["data"]["object"]["object"] == kind)


class _Lives:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.account = stage.account

    def another_plan(self) -> Document:
        id_ = self.stage.subscribe()["id"]
        plan_change.change_now(self.account, id_, catalogue.PRO_MONTHLY, proration="always_invoice")
        return self.account.get("subscription", id_)

    def scheduled(self) -> Document:
        id_ = self.stage.subscribe(catalogue.PRO_MONTHLY)["id"]
        schedules.change_at_period_end(self.account, id_, catalogue.BASIC_MONTHLY)
        return self.account.get("subscription", id_)

    def cancelling(self) -> Document:
        return cancellation.at_period_end(self.account, self.stage.subscribe()["id"])

    def past_due(self) -> Document:
        subscription = self.stage.subscribe(last4="0341")
        self.stage.move(days=32)
        return self.stage.now(subscription)

    def expired(self) -> Document:
        return checkout.expire(self.account, self.stage.checkout(catalogue.LIFETIME, mode="payment")["id"])

    def refunded(self, amount: int | None) -> Document:
        charge = self.stage.charge_of(self.stage.buy())
        refunds.create(self.account, charge=charge["id"], amount=amount)
        return self.stage.now(charge)

    def disputed(self) -> Document:
        return disputes.open_dispute(self.account, self.stage.charge_of(self.stage.buy())["id"])
