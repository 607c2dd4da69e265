"""Customers of the sandboxed account in those situations of the table in docs/providers.md that the sandbox can
produce.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adapters.providers.stripe.assembly import NAME
from contracts.providers.under_test import Situation
from domain.customer import CustomerId
from domain.provider import ProviderRef
from payment_sandbox.faults import Switches
from payment_sandbox.records import Document
from payment_sandbox.stripe import catalogue, portal_configurations
from payment_sandbox.stripe.api.authentication import REVOKED
from payment_sandbox.stripe.life import customers, pausing, schedules, standing, subscriptions
from sandbox.stripe.stage import Stage

_ADA = CustomerId("user_ada")
_KEY = "sk_test_example"


def situations(stage: Stage) -> Mapping[str, Callable[[], Situation]]:
    """Yield the situations; all webhooks sent meanwhile have been applied.

    A scheduled cancellation is not among them: the sandbox offers no plan changes to a customer who is leaving, and
    Stripe's behavior is not documented.
    """
    lives = _Lives(stage)
    return {
        "an active subscription": lambda: lives.heard(lives.subscribe()),
        "a trial": lambda: lives.heard(lives.subscribe(trial_period_days=14)),
        "a renewal that is past due": lambda: lives.failing(days=32),
        "an unpaid subscription": lambda: lives.failing(days=70),
        "a paused subscription": lives.paused,
        "a pause that voids invoices": lambda: lives.collecting_nothing("void"),
        "a pause that keeps invoices as drafts": lambda: lives.collecting_nothing("keep_as_draft"),
        "a change of plan by schedule": lives.downgrading,
        "an ended subscription": lives.ended,
        "two active subscriptions": lives.two,
        "a one-off purchase": lambda: lives.heard(lives.buy(customer_creation="always")),
        "a one-off purchase that is named": lives.named,
        "a guest's one-off purchase": lambda: lives.heard(lives.buy()),
        "a customer object, nothing bought": lambda: lives.heard(lives.customer()),
        "nothing at all": lives.heard,
        "a deleted customer object": lives.deleted,
        "a customer object that the API does not know": lives.gone,
        "the same, and no login page": lives.gone_without_login_page,
        "a portal without plan changes": lives.without_plan_changes,
        "the API goes down after the portal was opened": lives.going_down,
        "the API is down": lives.down,
        "the API key is refused": lives.refused,
    }


class _Lives:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.account = stage.account

    def heard(self, *_: Document, **further: Any) -> Situation:
        """Collect the events about an object."""
        bodies = [message.body for message in self.stage.messages()]
        return Situation(customer_id=_ADA, heard=bodies, **further)

    def customer(self) -> Document:
        return customers.create(self.account, email="ada@example.com", metadata={"user_id": _ADA})

    def subscribe(self, price: str = catalogue.BASIC_MONTHLY, *, last4: str = "4242", **data: Any) -> Document:
        """Create a subscription and let a minute pass."""
        how = {"metadata": {"user_id": _ADA}, **data}
        subscription = self.stage.subscribe(price, last4=last4, subscription_data=how)
        self.stage.move(minutes=1)
        return subscription

    def buy(self, **how: Any) -> Document:
        return self.stage.buy(client_reference_id=_ADA, **how)

    def failing(self, *, days: int) -> Situation:
        """Create a subscription that the seller leaves unpaid."""
        standing.choose(self.account, "last", "unpaid")
        subscription = self.subscribe(last4="0341")
        self.stage.move(days=days)
        return self.heard(subscription)

    def paused(self) -> Situation:
        return self.heard(pausing.pause(self.account, self.subscribe()["id"]))

    def collecting_nothing(self, behavior: str) -> Situation:
        id_ = self.subscribe()["id"]
        return self.heard(subscriptions.update(self.account, id_, pause_collection={"behavior": behavior}))

    def downgrading(self) -> Situation:
        id_ = self.subscribe(catalogue.PRO_MONTHLY)["id"]
        return self.heard(schedules.change_at_period_end(self.account, id_, catalogue.BASIC_MONTHLY))

    def ended(self) -> Situation:
        return self.heard(subscriptions.cancel(self.account, self.subscribe()["id"]))

    def two(self) -> Situation:
        first = self.subscribe()
        other = self.stage.checkout(catalogue.PRO_YEARLY, customer=first["customer"])
        return self.heard(first, self.stage.complete(other))

    def named(self) -> Situation:
        session = self.buy(customer_creation="always")
        return self.heard(session, purchase=ProviderRef(provider=NAME, id=session["payment_intent"]))

    def deleted(self) -> Situation:
        return self.heard(customers.delete(self.account, self.subscribe()["customer"]))

    def gone(self) -> Situation:
        """The customer was never deleted; this is as if the key belonged to another account."""
        subscription = self.subscribe()
        self.stage.records.delete("customer", subscription["customer"])
        return self.heard(subscription)

    def gone_without_login_page(self) -> Situation:
        told = self.gone()
        portal_configurations.update(self.account, catalogue.CONFIGURATION, login_page={"enabled": False})
        return told

    def without_plan_changes(self) -> Situation:
        features = {"subscription_update": {"enabled": False}}
        portal_configurations.update(self.account, catalogue.CONFIGURATION, features=features)
        return self.heard(self.subscribe())

    def going_down(self) -> Situation:
        return self.heard(self.subscribe(), meanwhile=self._break)

    def down(self) -> Situation:
        told = self.heard(self.subscribe())
        self._break()
        return told

    def refused(self) -> Situation:
        self.stage.records.put(REVOKED, {"id": _KEY})
        return self.heard(self.subscribe())

    def _break(self) -> None:
        self.stage.sandbox.chaos["stripe"].switch(Switches(away=True))
