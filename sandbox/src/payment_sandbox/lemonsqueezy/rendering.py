"""Objects as they are told: in an answer and in an event. Signed addresses are made anew each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from payment_sandbox.lemonsqueezy.links import Links
from payment_sandbox.lemonsqueezy.objects import customer, order, subscription, subscription_invoice
from payment_sandbox.lemonsqueezy.relations import RELATIONS
from payment_sandbox.lemonsqueezy.resources import Resources, number
from payment_sandbox.records import Document

_LAST = ("created_at", "updated_at", "test_mode")


@dataclass(frozen=True, slots=True)
class Rendering:
    """`api`: the address of the API, up to `/v1`."""

    resources: Resources
    links: Links
    api: str

    def __call__(self, document: Document) -> Document:
        """The object of a document."""
        type_, id_ = document["type"], document["id"]
        here = f"{self.api}/{type_}/{id_}"
        besides = self._besides.get(type_)
        attributes = {**document["attributes"], **(besides(document) if besides is not None else {})}
        return {
            "type": type_,
            "id": id_,
            "attributes": {**attributes, **{name: attributes.pop(name) for name in _LAST if name in attributes}},
            "relationships": {
                name: {"links": {"related": f"{here}/{name}", "self": f"{here}/relationships/{name}"}}
                for name in RELATIONS[type_]
            },
            "links": {"self": here},
        }

    @property
    def _besides(self) -> Mapping[str, Callable[[Document], Document]]:
        return {
            "products": self._product,
            "customers": self._customer,
            "orders": self._order,
            "subscriptions": self._subscription,
            "subscription-invoices": self._invoice,
            "checkouts": lambda each: {"url": self.links.lasting(f"/checkout/custom/{each['id']}")},
        }

    def _product(self, document: Document) -> Document:
        variants = self.resources.newest("variants", "product_id", number(document))
        slug = [each["attributes"]["slug"] for each in variants][-1]
        return {"buy_now_url": f"{self.links.address}/checkout/buy/{slug}"}

    def _customer(self, document: Document) -> Document:
        """Who has never subscribed to anything has no portal."""
        subscribed = self.resources.first("subscriptions", "customer_id", number(document)) is not None
        url = self.links.expiring("/billing", test_mode="1", user=document["id"]) if subscribed else None
        return {**customer.in_words(document["attributes"]), "urls": {"customer_portal": url}}

    def _order(self, document: Document) -> Document:
        item = self.resources.first("order-items", "order_id", number(document))
        identifier = document["attributes"]["identifier"]
        return {
            **order.in_words(document["attributes"]),
            "first_order_item": _embedded(item) | {"test_mode": True} if item is not None else None,
            "urls": {"receipt": self.links.lasting(f"/my-orders/{identifier}")},
        }

    def _subscription(self, document: Document) -> Document:
        item = self.resources.first("subscription-items", "subscription_id", number(document))
        id_, user = document["id"], str(document["attributes"]["customer_id"])
        paths = {
            "update_payment_method": f"/subscription/{id_}/payment-details",
            "customer_portal": "/billing",
            "customer_portal_update_subscription": f"/billing/{id_}/update",
        }
        return {
            **subscription.in_words(document["attributes"]),
            "first_subscription_item": _embedded(item) if item is not None else None,
            "urls": {name: self.links.expiring(path, test_mode="1", user=user) for name, path in paths.items()},
        }

    def _invoice(self, document: Document) -> Document:
        pending = document["attributes"]["status"] == "pending"
        url = self.links.expiring(f"/my-orders/invoice/{document['id']}") if not pending else None
        return {**subscription_invoice.in_words(document["attributes"]), "urls": {"invoice_url": url}}


def _embedded(item: Document) -> Document:
    return {"id": number(item), **item["attributes"]}
