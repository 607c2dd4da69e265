"""Decoding of customers, products and prices."""

from __future__ import annotations

from typing import Any

from application.ports.provider.updates import FetchRequest
from domain.account import AccountSnapshot
from domain.catalogue.entry import CatalogueSnapshot
from domain.catalogue.pricing import Pricing
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.connected import connected
from unit.providers.stripe.reading import at, heard, ref, told


def test_customer_is_linked_by_its_metadata() -> None:
    customer = event("customer.created")["data"]["object"]
    (claim,) = heard(customer, "customer.created").claims
    assert (claim.customer_id, claim.subject, claim.account) == ("user_ada", ref("cus_Ada"), ref("cus_Ada"))
    assert told(customer, "customer.created").created_at == at(customer["created"])
    assert heard(variant("customer.without_user_id"), "customer.updated").claims == ()


def test_deletion_is_decoded_alike_from_every_source() -> None:
    deletions = [
        told(event("customer.deleted")["data"]["object"], "customer.deleted"),
        told(variant("customer.deleted_without_flag"), "customer.deleted"),
        told(variant("customer.tombstone"), "customer.updated"),
    ]
    assert [d.deleted for d in deletions] == [True, True, True]
    assert len({d.comparable_fields() for d in deletions}) == 1
    assert isinstance(deletions[0], AccountSnapshot)


def test_deleted_customer_has_no_claim() -> None:
    assert heard(event("customer.deleted")["data"]["object"], "customer.deleted").claims == ()


def test_product_name_is_decoded() -> None:
    assert told(variant("product.pro"), "product.updated").name == "Pro"


def test_name_is_printable_and_limited() -> None:
    odd = variant("product.pro") | {"name": " Pro\x00\n" + "x" * 1000}
    name = told(odd, "product.updated").name
    assert name.startswith("Prox")
    assert len(name) <= 500
    assert told(odd | {"name": "\x00"}, "product.updated").name is None


def test_deleted_product_has_no_name() -> None:
    assert told({"id": "prod_Gone", "object": "product", "deleted": True}, "product.updated").name is None


async def test_price_is_recurring_or_one_time() -> None:
    monthly, once = await fetched_price(variant("price.pro_monthly")), await fetched_price(variant("price.course"))
    assert monthly.pricings == (Pricing.per_unit(Money(amount=1900, currency="EUR")),)
    assert (monthly.interval, monthly.one_time, monthly.product_id) == ("month", False, "prod_Pro")
    assert once.pricings == (Pricing.per_unit(Money(amount=12900, currency="EUR")),)
    assert (once.interval, once.one_time) == (None, True)


async def test_fetched_price_has_an_amount_in_each_currency() -> None:
    options = {"eur": {"unit_amount": 1900}, "usd": {"unit_amount": 2100}, "jpy": {"unit_amount": 3000}}
    unset = {"custom_unit_amount": None, "tax_behavior": None, "unit_amount_decimal": None}
    price = await fetched_price(
        variant("price.pro_monthly") | {"currency_options": {code: unset | told for code, told in options.items()}}
    )
    assert [pricing.of_one_unit for pricing in price.pricings] == [
        Money(amount=1900, currency="EUR"),
        Money(amount=3000, currency="JPY", exponent=0),
        Money(amount=2100, currency="USD"),
    ]


def test_price_event_lacks_the_other_currencies_so_the_price_is_fetched() -> None:
    reading = heard(variant("price.pro_monthly"), "price.updated")
    assert reading.snapshots == ()
    assert reading.fetch_requests == (FetchRequest(kind=ObjectKind.PRICE, ref=ref("price_ProMonthly")),)


async def fetched_price(price: dict[str, Any]) -> CatalogueSnapshot:
    (snapshot,) = (await connected(price).ask(ObjectKind.PRICE, price["id"])).snapshots
    assert isinstance(snapshot, CatalogueSnapshot)
    return snapshot
