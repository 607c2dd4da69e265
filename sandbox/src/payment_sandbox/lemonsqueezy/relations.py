"""How objects belong together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class One:
    """The object of this type whose id stands in this attribute."""

    type: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Many:
    """The objects of this type in whose attribute the id of this one stands."""

    type: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Unsold:
    """What this store never has: it sells no licenses and gives no discounts."""


Relation = One | Many | Unsold

_STORE = One("stores", "store_id")
_CUSTOMER = One("customers", "customer_id")
_PRODUCT = One("products", "product_id")
_VARIANT = One("variants", "variant_id")

RELATIONS: Mapping[str, Mapping[str, Relation]] = {
    "users": {},
    "stores": {
        "products": Many("products", "store_id"),
        "orders": Many("orders", "store_id"),
        "subscriptions": Many("subscriptions", "store_id"),
        "discounts": Unsold(),
        "license-keys": Unsold(),
        "webhooks": Many("webhooks", "store_id"),
    },
    "products": {"store": _STORE, "variants": Many("variants", "product_id")},
    "variants": {"product": _PRODUCT, "files": Unsold(), "price-model": Many("prices", "variant_id")},
    "prices": {"variant": _VARIANT},
    "customers": {
        "store": _STORE,
        "orders": Many("orders", "customer_id"),
        "subscriptions": Many("subscriptions", "customer_id"),
        "license-keys": Unsold(),
    },
    "checkouts": {"store": _STORE, "variant": _VARIANT},
    "orders": {
        "store": _STORE,
        "customer": _CUSTOMER,
        "order-items": Many("order-items", "order_id"),
        "subscriptions": Many("subscriptions", "order_id"),
        "license-keys": Unsold(),
        "discount-redemptions": Unsold(),
    },
    "order-items": {"order": One("orders", "order_id"), "product": _PRODUCT, "variant": _VARIANT},
    "subscriptions": {
        "store": _STORE,
        "customer": _CUSTOMER,
        "order": One("orders", "order_id"),
        "order-item": One("order-items", "order_item_id"),
        "product": _PRODUCT,
        "variant": _VARIANT,
        "subscription-items": Many("subscription-items", "subscription_id"),
        "subscription-invoices": Many("subscription-invoices", "subscription_id"),
    },
    "subscription-items": {
        "subscription": One("subscriptions", "subscription_id"),
        "price": One("prices", "price_id"),
        "usage-records": Unsold(),
    },
    "subscription-invoices": {
        "store": _STORE,
        "subscription": One("subscriptions", "subscription_id"),
        "customer": _CUSTOMER,
    },
    "webhooks": {"store": _STORE},
}
"""By the types of all objects there are."""
