"""States of a sandboxed Stripe's objects, each as its last event contains it and as the API returns it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

from adapters.providers.stripe.assembly import NAME
from adapters.providers.stripe.event_table import READERS
from contracts.providers.under_test import State
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.life import (
    authorizations,
    cancellation,
    checkout,
    credit_notes,
    customers,
    discounts,
    disputes,
    pause_schedules,
    pausing,
    plan_change,
    quotes,
    refunds,
    schedules,
    subscriptions,
    wallet,
)
from payment_sandbox.stripe.life import catalogue as selling
from sandbox.stripe.stage import Stage

_KINDS: Mapping[str, ObjectKind] = {
    "charge": ObjectKind.CHARGE,
    "checkout.session": ObjectKind.CHECKOUT,
    "credit_note": ObjectKind.CREDIT_NOTE,
    "customer": ObjectKind.ACCOUNT,
    "dispute": ObjectKind.DISPUTE,
    "invoice": ObjectKind.INVOICE,
    "payment_intent": ObjectKind.PAYMENT,
    "price": ObjectKind.PRICE,
    "product": ObjectKind.PRODUCT,
    "subscription": ObjectKind.SUBSCRIPTION,
    "subscription_schedule": ObjectKind.SCHEDULE,
}
_DAY = 86_400
Life = Callable[[], Document]


def states(stage: Stage) -> Mapping[str, Callable[[], State]]:
    """Yield the states, each of another customer."""
    lives = _Lives(stage)
    return {
        words: partial(_state, stage, life)
        for words, life in {
            "a subscription": stage.subscribe,
            "a trial": lambda: stage.subscribe(subscription_data={"trial_period_days": 14}),
            "in another currency than its price": lives.in_another_currency,
            "for two things": lives.of_two,
            "by the package": lives.by_the_package,
            "with a discount": lives.discounted,
            "a schedule that changes no plan": lambda: stage.account.get(
                "subscription_schedule", lives.scheduled_to_stay()["schedule"]
            ),
            "another plan": lives.another_plan,
            "a change that waits": lives.scheduled,
            "the schedule of it": lambda: stage.account.get("subscription_schedule", lives.scheduled()["schedule"]),
            "ending with the period": lives.cancelling,
            "ended": lambda: subscriptions.cancel(stage.account, stage.subscribe()["id"]),
            "paused": lambda: pausing.pause(stage.account, stage.subscribe()["id"]),
            "a pause that is planned": lambda: lives.planned_pause()[1],
            "a pause that has begun": lambda: lives.begun_pause()[1],
            "paused by its schedule": lambda: lives.begun_pause()[0],
            "a trial that ended without a card": lives.trial_without_card,
            "a failed upgrade": lives.failed_upgrade,
            "the invoice of a failed upgrade": lambda: stage.invoices(lives.failed_upgrade())[-1],
            "past due": lives.past_due,
            "the invoice that is not paid": lambda: stage.invoices(lives.past_due())[-1],
            "an invoice that is paid": lambda: stage.invoices(stage.subscribe())[-1],
            "a one-off purchase": stage.buy,
            "a purchase with an invoice": lambda: stage.buy(
                customer_creation="always", invoice_creation={"enabled": True}
            ),
            "an authorization": lives.authorized,
            "an authorization that ran out": lambda: authorizations.expire(stage.account, lives.authorized()["id"]),
            "an authorization that was released": lambda: authorizations.cancel(
                stage.account, lives.authorized()["id"]
            ),
            "an authorization captured in part": lambda: authorizations.capture(
                stage.account, lives.authorized()["id"], amount=4900
            ),
            "the charge of an authorization captured in part": lives.captured_in_part,
            "the invoice of a quote": lives.quoted,
            "a credit note": lives.credited,
            "a credit note that was voided": lambda: credit_notes.void(stage.account, lives.credited()["id"]),
            "a checkout that expired": lives.expired,
            "what was paid": lambda: stage.account.get("payment_intent", stage.buy()["payment_intent"]),
            "refunded in part": lambda: lives.refunded(4900),
            "refunded": lambda: lives.refunded(None),
            "disputed": lives.disputed,
            "a dispute that is lost": lambda: disputes.close(stage.account, lives.disputed()["id"]),
            "a dispute of a part that is lost": lambda: disputes.close(stage.account, lives.disputed(4900)["id"]),
            "a dispute that is won": lambda: disputes.win(stage.account, lives.disputed()["id"]),
            "a customer": lambda: customers.create(stage.account, email="bob@example.com", name="Bob"),
            "a product": lambda: selling.update_product(stage.account, "prod_pro", name="Professional"),
            "a price": lambda: selling.update_price(stage.account, catalogue.PRO_MONTHLY, nickname="Professional"),
        }.items()
    }


def _state(stage: Stage, life: Life) -> State:
    """Let some time pass before each state, since the API allows only a limited number of calls a second."""
    stage.move(minutes=1)
    document = life()
    told = [each for each in stage.messages() if each.object_id == document["id"] and each.event_type in READERS]
    last = next(each for each in reversed(told) if _is_of(document["object"], each.body))
    return State(pushed=last.body, kind=_KINDS[document["object"]], ref=ProviderRef(provider=NAME, id=document["id"]))


def _is_of(kind: str, body: bytes) -> bool:
    return bool(json.loads(body)["data"]["object"]["object"] == kind)


class _Lives:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.account = stage.account

    def in_another_currency(self) -> Document:
        price = selling.create_price(
            self.account,
            currency="usd",
            unit_amount=1900,
            currency_options={"eur": {"unit_amount": 1700}},
            product="prod_pro",
            recurring={"interval": "month"},
        )
        return self.stage.subscribe(price["id"], currency="eur")

    def of_two(self) -> Document:
        return self.stage.subscribe(beside=[{"price": catalogue.PRO_MONTHLY, "quantity": 2}])

    def by_the_package(self) -> Document:
        price = selling.create_price(
            self.account,
            currency="usd",
            unit_amount=5000,
            product="prod_pro",
            recurring={"interval": "month"},
            transform_quantity={"divide_by": 10, "round": "up"},
        )
        return self.stage.subscribe(price["id"])

    def discounted(self) -> Document:
        half = discounts.create_coupon(self.account, percent_off=50, duration="forever")
        return discounts.attach(self.account, self.stage.subscribe(), [{"coupon": half["id"]}])

    def scheduled_to_stay(self) -> Document:
        id_ = self.stage.subscribe(catalogue.PRO_MONTHLY)["id"]
        schedules.change_at_period_end(self.account, id_, catalogue.PRO_MONTHLY)
        return self.account.get("subscription", id_)

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

    def planned_pause(self) -> tuple[Document, Document]:
        """Yield the subscription and its schedule."""
        subscription, now = self.stage.subscribe(), self.account.now()
        schedule = pause_schedules.plan(self.account, subscription["id"], now + 5 * _DAY, now + 9 * _DAY)
        return self.stage.now(subscription), schedule

    def begun_pause(self) -> tuple[Document, Document]:
        subscription, schedule = self.planned_pause()
        self.stage.move(days=6)
        return self.stage.now(subscription), self.stage.now(schedule)

    def trial_without_card(self) -> Document:
        behavior = {"end_behavior": {"missing_payment_method": "pause"}}
        subscription = self.stage.subscribe(subscription_data={"trial_period_days": 14, "trial_settings": behavior})
        subscriptions.update(self.account, subscription["id"], default_payment_method=None)
        self.stage.move(days=15)
        return self.stage.now(subscription)

    def failed_upgrade(self) -> Document:
        """Fail an upgrade. Stripe API, "Update a subscription": with `payment_behavior=allow_incomplete` the
        subscription is past due at once.
        """
        subscription = self.stage.subscribe(last4="0341")
        plan_change.change_now(self.account, subscription["id"], catalogue.PRO_MONTHLY, proration="always_invoice")
        return self.stage.now(subscription)

    def expired(self) -> Document:
        return checkout.expire(self.account, self.stage.checkout(catalogue.LIFETIME, mode="payment")["id"])

    def refunded(self, amount: int | None) -> Document:
        charge = self.stage.charge_of(self.stage.buy())
        refunds.create(self.account, charge=charge["id"], amount=amount)
        return self.stage.now(charge)

    def disputed(self, amount: int | None = None) -> Document:
        return disputes.open_dispute(self.account, self.stage.charge_of(self.stage.buy())["id"], amount=amount)

    def authorized(self) -> Document:
        bought = self.stage.buy(payment_intent_data={"capture_method": "manual"})
        return self.account.get("payment_intent", bought["payment_intent"])

    def captured_in_part(self) -> Document:
        intent = self.authorized()
        authorizations.capture(self.account, intent["id"], amount=4900)
        return self.account.get("charge", intent["latest_charge"])

    def quoted(self) -> Document:
        customer = self.stage.subscribe()["customer"]
        wallet.use_card(self.account, customer, "4242")
        quote = quotes.create(
            self.account, customer=customer, line_items=[{"price": catalogue.LIFETIME, "quantity": 2}]
        )
        quotes.finalize(self.account, quote["id"])
        invoice = quotes.accept(self.account, quote["id"])["invoice"]
        self.stage.move(hours=2)
        return self.account.get("invoice", invoice)

    def credited(self) -> Document:
        bought = self.stage.buy(customer_creation="always", invoice_creation={"enabled": True})
        return credit_notes.create(self.account, invoice=bought["invoice"], amount=4900)
