"""Each test gets its own Stripe, with a clock that stands still until it is moved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from payment_sandbox.deliveries.outgoing import WebhookMessage
from payment_sandbox.ids import Ids
from payment_sandbox.records import Document
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.stripe import catalogue
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import checkout, purchase
from payment_sandbox.stripe.vendor import StripeVendor
from payment_sandbox.vendor import VendorContext
from stripe_schema import validate_object

NOW = datetime(2026, 11, 1, 10, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:7070"
_OURS = frozenset(
    {
        "api_key.revoked",
        "checkout.order",
        "due",
        "idempotent_request",
        "pending_lines",
        "portal.visit",
        "price.currency_options",
        "quote.offer",
        "retry.policy",
        "webhook_endpoint.secret",
    }
)


class Stage:
    """`told()` lists the events since the previous call."""

    def __init__(self) -> None:
        self.sandbox = Sandbox({"stripe": StripeVendor}, address=ADDRESS, real=lambda: NOW)
        self.vendor = cast(StripeVendor, self.sandbox.vendors["stripe"])
        self.records = self.sandbox.records["stripe"]
        self.surroundings = self._surroundings()
        self.account = Account(self.surroundings)
        self._seen = 0

    def close(self) -> None:
        self.sandbox.close()

    def _surroundings(self) -> VendorContext:
        return VendorContext(
            clock=self.sandbox.clock,
            event_order=self.sandbox.event_order["stripe"],
            records=self.records,
            ids=Ids(self.records, "stage"),
            outbox=self.sandbox.outbox,
            address=f"{ADDRESS}/stripe",
        )

    def checkout(
        self,
        price: str = catalogue.BASIC_MONTHLY,
        mode: str = "subscription",
        *,
        quantity: int = 1,
        beside: Sequence[Document] = (),
        **further: Any,
    ) -> Document:
        """Create an open session. `beside` adds further line items."""
        return checkout.open_session(
            self.account,
            mode=mode,
            success_url="https://app.example.com/welcome?session={CHECKOUT_SESSION_ID}",
            cancel_url="https://app.example.com/pricing",
            line_items=[{"price": price, "quantity": quantity}, *beside],
            **further,
        )

    def complete(self, session: Document, *, email: str = "ada@example.com", last4: str = "4242") -> Document:
        return purchase.complete(self.account, session["id"], email=email, name="Ada Example", last4=last4)

    def subscribe(self, price: str = catalogue.BASIC_MONTHLY, *, last4: str = "4242", **further: Any) -> Document:
        """Subscribe a new customer and return the subscription; the events of the checkout are dropped."""
        session = self.complete(self.checkout(price, **further), last4=last4)
        self.told()
        return self.account.get("subscription", session["subscription"])

    def buy(self, **further: Any) -> Document:
        """Buy a lifetime licence and return the paid session."""
        return self.complete(self.checkout(catalogue.LIFETIME, mode="payment", **further))

    def now(self, document: Document) -> Document:
        """Return the current state of the object."""
        return self.account.get(document["object"], document["id"])

    def invoices(self, subscription: Document) -> list[Document]:
        """Return the invoices of its customer, oldest first."""
        return self.records.find("invoice", "customer", subscription["customer"])

    def charge_of(self, session: Document) -> Document:
        intent = self.account.get("payment_intent", session["payment_intent"])
        return self.account.get("charge", intent["latest_charge"])

    def move(self, **by: float) -> None:
        self.sandbox.move(timedelta(**by))

    def events(self) -> list[Document]:
        """Return the events since the previous call, oldest first."""
        new = self.records.all("event")[self._seen :]
        self._seen += len(new)
        return new

    def told(self) -> list[str]:
        """Return the types of the events since the previous call."""
        return [each["type"] for each in self.events()]

    def sent(self) -> list[Document]:
        """Return the bodies of all webhooks, oldest first."""
        return [json.loads(message.body) for message in self.messages()]

    def messages(self) -> list[WebhookMessage]:
        """Return all webhooks as they are sent, oldest first."""
        return [delivery.message for delivery in self.sandbox.outbox.latest(10_000)[::-1]]

    def validate(self) -> None:
        """Check every object and event against Stripe's schema."""
        for kind in self.records.kinds():
            if kind not in _OURS:
                for document in self.records.all(kind):
                    validate_object(document)
