"""Customers of the sandboxed store in those situations of the table in docs/providers.md that the sandbox can
produce.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from adapters.providers.lemonsqueezy.assembly import NAME
from application.portal.checkout_reference import CheckoutReferenceSigner
from contracts.providers.sandbox_transport import SandboxTransport
from contracts.providers.under_test import Situation
from domain.customer import CustomerId
from domain.provider import ProviderRef
from payment_sandbox.faults import Switches
from payment_sandbox.lemonsqueezy.cards import FAILING
from payment_sandbox.lemonsqueezy.life.cancelling import cancel
from payment_sandbox.lemonsqueezy.life.pausing import Mode, pause
from payment_sandbox.records import Document
from sandbox.lemonsqueezy.stage import Stage

_ADA = CustomerId("user_ada")


def situations(
    stage: Stage, transport: SandboxTransport, references: CheckoutReferenceSigner
) -> Mapping[str, Callable[[], Situation]]:
    """Yield the situations; all webhooks sent meanwhile have been applied."""
    lives = _Lives(stage, transport, references)
    return {
        "an active subscription": lambda: lives.heard(lives.subscribe()),
        "a trial": lambda: lives.heard(lives.trial()),
        "a renewal that is past due": lambda: lives.failing(days=30),
        "an unpaid subscription": lambda: lives.failing(days=44),
        "a pause without service": lambda: lives.paused("void"),
        "a pause free of charge": lambda: lives.paused("free"),
        "a cancelled subscription that has not ended yet": lambda: lives.cancelled(lives.subscribe()),
        "a trial that was cancelled": lambda: lives.cancelled(lives.trial()),
        "an expired subscription": lives.expired,
        "a subscription after its first order": lambda: lives.heard(lives.subscribe()),
        "two active subscriptions": lambda: lives.heard(lives.subscribe(), lives.subscribe()),
        "a one-off purchase": lambda: lives.heard(lives.buy()),
        "a one-off purchase that is named": lives.named,
        "a one-off purchase whose order the API does not know": lambda: lives.unknown(lives.buy(), "orders"),
        "a subscription by a reference that is not signed": lambda: lives.heard(lives.subscribe(word=_ADA)),
        "a one-off purchase by a reference that is not signed": lambda: lives.heard(lives.buy(word=_ADA)),
        "nothing at all": lives.heard,
        "a customer that the API does not know": lambda: lives.unknown(lives.subscribe(), "subscriptions", "customers"),
        "the same, and no address of the store": lives.no_address,
        "the API is down": lives.down,
        "the API key is refused": lives.refused,
    }


class _Lives:
    def __init__(self, stage: Stage, transport: SandboxTransport, references: CheckoutReferenceSigner) -> None:
        self.stage = stage
        self.transport = transport
        self.references = references

    def heard(self, *documents: Document) -> Situation:
        """Collect the events about these `documents`."""
        return Situation(customer_id=_ADA, heard=[each.body for each in self.stage.sent()])

    def subscribe(self, *, word: str | None = None, **how: Any) -> Document:
        """Create a subscription and let an hour pass."""
        subscription = self.stage.subscribe(custom=self._custom(word), **how)
        self.stage.move(hours=1)
        return subscription

    def buy(self, *, word: str | None = None) -> Document:
        return self.stage.buy(self.stage.variant("Lifetime"), custom=self._custom(word))

    def trial(self) -> Document:
        return self.subscribe(variant=self.stage.variant_with_trial())

    def failing(self, *, days: int) -> Situation:
        subscription = self.subscribe(card=FAILING)
        self.stage.move(days=days)
        return self.heard(subscription)

    def paused(self, mode: Mode) -> Situation:
        subscription = self.subscribe()
        pause(self.stage.shop, subscription, mode, self.stage.shop.clock.now() + timedelta(days=60))
        return self.heard(subscription)

    def cancelled(self, subscription: Document) -> Situation:
        cancel(self.stage.shop, subscription)
        return self.heard(subscription)

    def expired(self) -> Situation:
        subscription = self.subscribe()
        cancel(self.stage.shop, subscription)
        self.stage.move(days=31)
        return self.heard(subscription)

    def named(self) -> Situation:
        order = self.buy()
        purchase = ProviderRef(provider=NAME, id=order["id"])
        return Situation(customer_id=_ADA, heard=self.heard(order).heard, purchase=purchase)

    def unknown(self, document: Document, *types: str) -> Situation:
        """Lemon Squeezy never deletes customers; this is as if the key belonged to another account."""
        for type_ in types:
            id_ = document["attributes"]["customer_id"] if type_ == "customers" else document["id"]
            self.stage.shop.resources.remove(self.stage.shop.resources.the(type_, id_))
        return self.heard(document)

    def no_address(self) -> Situation:
        store = self.stage.shop.resources.the("stores", "1001")
        store["attributes"]["url"] = None
        self.stage.shop.resources.save(store)
        return self.unknown(self.subscribe(), "subscriptions", "customers")

    def down(self) -> Situation:
        subscription = self.subscribe()
        self.stage.sandbox.chaos["lemonsqueezy"].switch(Switches(away=True))
        return self.heard(subscription)

    def refused(self) -> Situation:
        self.transport.headers["Authorization"] = "Bearer of_another_store"
        return self.heard(self.subscribe())

    def _custom(self, word: str | None) -> Mapping[str, str]:
        return {self.references.key: word or self.references.sign(_ADA, at=self.stage.shop.clock.now())}
