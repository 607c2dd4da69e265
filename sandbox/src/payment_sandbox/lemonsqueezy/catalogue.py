"""What the store sells from the start."""

from __future__ import annotations

from payment_sandbox.lemonsqueezy.objects import product as objects
from payment_sandbox.lemonsqueezy.objects.product import Interval, Offer
from payment_sandbox.lemonsqueezy.objects.store import store, user
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.records import Document

MONTH: Interval = {"unit": "month", "quantity": 1}
YEAR: Interval = {"unit": "year", "quantity": 1}


OFFERS = {
    "Basic": (
        Offer(name="Monthly", cents=9_00, interval=MONTH),
        Offer(name="Yearly", cents=90_00, interval=YEAR),
    ),
    "Pro": (
        Offer(name="Monthly", cents=19_00, interval=MONTH),
        Offer(name="Yearly", cents=190_00, interval=YEAR),
    ),
    "Lifetime": (Offer(name="Default", cents=149_00),),
}
"""By the names of the products."""


def fill(shop: Shop) -> None:
    """The store, whose it is, and its products; nothing if there is a store already."""
    if next(shop.records.oldest("stores"), None) is not None:
        return
    shop.links.make_key(shop.ids.new("", 40))
    shop.resources.add("users", user("Sandbox", "seller@sandbox.example"))
    sandbox = shop.resources.add("stores", store("Sandbox", "sandbox", shop.links.address))
    for name, offers in OFFERS.items():
        offer(shop, sandbox, name, offers)


def offer(shop: Shop, store: Document, name: str, offers: tuple[Offer, ...]) -> list[Document]:
    """A product; the answer is its variants, each with its price."""
    made = objects.product(store, name, name.lower(), offers[0].cents)
    product = shop.resources.add("products", made)
    variants = []
    for sort, each in enumerate(offers, start=1):
        told = objects.variant(product, each, shop.ids.uuid(), sort)
        variant = shop.resources.add("variants", told)
        shop.resources.add("prices", objects.price(variant, each))
        variants.append(variant)
    return variants
