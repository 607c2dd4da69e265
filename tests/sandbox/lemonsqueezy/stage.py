"""Each test gets its own Lemon Squeezy, with a clock that stands still until it is moved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx

from payment_sandbox.app import create_app
from payment_sandbox.deliveries.outgoing import WebhookMessage
from payment_sandbox.lemonsqueezy.api.answering import MEDIA_TYPE, Answer
from payment_sandbox.lemonsqueezy.api.call import Call
from payment_sandbox.lemonsqueezy.api.dispatch import API_KEY, answer
from payment_sandbox.lemonsqueezy.cards import WORKING, Card
from payment_sandbox.lemonsqueezy.catalogue import MONTH, offer
from payment_sandbox.lemonsqueezy.life.buying import Purchase, buy
from payment_sandbox.lemonsqueezy.objects.product import Offer
from payment_sandbox.lemonsqueezy.vendor import LemonSqueezyVendor
from payment_sandbox.records import Document
from payment_sandbox.sandbox import Sandbox

NOW = datetime(2026, 11, 1, 10, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:7070"
SECRET = "a_secret_of_a_test"
HEADERS = {"authorization": f"Bearer {API_KEY}", "accept": MEDIA_TYPE, "content-type": MEDIA_TYPE}


class Stage:
    """`told()` lists the events since the previous call. `sandbox` is None if nothing is served."""

    def __init__(self, sandbox: Sandbox | None = None) -> None:
        vendors = {"lemonsqueezy": LemonSqueezyVendor}
        self.sandbox = sandbox or Sandbox(vendors, address=ADDRESS, real=lambda: NOW)
        self.vendor = cast(LemonSqueezyVendor, self.sandbox.vendors["lemonsqueezy"])
        self.shop = self.vendor.shop
        self.vendor.deliver_to("http://127.0.0.1:7071/webhooks/lemonsqueezy", SECRET)
        self._seen = 0

    def close(self) -> None:
        self.sandbox.close()

    def person(self) -> httpx.AsyncClient:
        """Open an HTTP client that keeps cookies."""
        transport = httpx.ASGITransport(cast(Any, create_app(self.sandbox)))
        return httpx.AsyncClient(transport=transport, base_url=ADDRESS, follow_redirects=True)

    def variant(self, product: str, name: str = "Monthly") -> Document:
        """Return a variant of the catalogue by its names."""
        made = self.shop.resources.first("products", "name", product)
        assert made is not None
        variants = self.shop.resources.newest("variants", "product_id", int(made["id"]))
        return next(each for each in variants if each["attributes"]["name"] in (name, "Default"))

    def variant_with_trial(self, days: int = 14) -> Document:
        """Create a variant for 19 dollars a month with a trial."""
        new = Offer(name="Monthly", cents=1900, interval=MONTH, trial={"unit": "day", "quantity": days})
        return offer(self.shop, self.shop.resources.the("stores", "1001"), "With trial", (new,))[0]

    def buy(
        self,
        variant: Document | None = None,
        *,
        email: str = "ada@example.com",
        card: Card = WORKING,
        custom: Mapping[str, str] | None = None,
        quantity: int = 1,
    ) -> Document:
        """Buy a variant, monthly Pro by default, and return the order."""
        purchase = Purchase(
            variant=variant or self.variant("Pro"),
            name="Ada Quay",
            email=email,
            card=card,
            custom_data=custom or {},
            quantity=quantity,
        )
        with self.shop.records.together():
            return buy(self.shop, purchase)

    def subscribe(self, variant: Document | None = None, **how: Any) -> Document:
        """Buy a variant and return the new subscription."""
        order = self.buy(variant, **how)
        found = self.shop.resources.first("subscriptions", "order_id", int(order["id"]))
        assert found is not None
        return found

    def now(self, document: Document) -> Any:
        """Return the current attributes of an object."""
        return self.shop.rendering(self.shop.resources.the(document["type"], document["id"]))["attributes"]

    def fresh(self, document: Document) -> Document:
        return self.shop.resources.the(document["type"], document["id"])

    def invoices(self, subscription: Document) -> list[Any]:
        """Return the attributes of its invoices, oldest first."""
        found = self.shop.resources.newest("subscription-invoices", "subscription_id", int(subscription["id"]))
        return [self.now(each) for each in reversed(list(found))]

    def move(self, **by: float) -> None:
        self.sandbox.move(timedelta(**by))

    def sent(self) -> list[WebhookMessage]:
        """Return the messages sent since the previous call, oldest first."""
        sent = self.sandbox.outbox.latest(10_000)[::-1][self._seen :]
        self._seen += len(sent)
        return [each.message for each in sent]

    def events(self) -> list[Any]:
        """Return the bodies of these messages."""
        return [json.loads(message.body) for message in self.sent()]

    def told(self) -> list[str]:
        """Return the event names of these messages."""
        return [each["meta"]["event_name"] for each in self.events()]

    def call(
        self,
        method: str,
        path: str,
        data: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call the API. `data` is the object in the body."""
        sent = body if body is not None else json.dumps({"data": data}).encode() if data is not None else b""
        called = Call(
            method=method,
            path=tuple(path.split("/")),
            url=f"{ADDRESS}/lemonsqueezy/v1/{path}",
            query=query or {},
            headers=HEADERS | dict(headers or {}),
            body=sent,
        )
        return answer(self.shop, called)

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """Return the document of a successful response."""
        told = self.call("GET", path, query=query)
        assert told.status == 200, told
        return told.document

    def patch(self, document: Document, **attributes: Any) -> Answer:
        type_, id_ = document["type"], document["id"]
        return self.call("PATCH", f"{type_}/{id_}", {"type": type_, "id": id_, "attributes": attributes})
