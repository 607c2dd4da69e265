"""Customers, products and prices."""

from __future__ import annotations

from domain.account import AccountSnapshot
from domain.money import Money
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.reading import at, heard, ref, told


def test_a_customer_is_linked_by_its_metadata() -> None:
    customer = event("customer.created")["data"]["object"]
    (claim,) = heard(customer, "customer.created").claims
    assert (claim.customer_id, claim.subject, claim.account) == ("user_ada", ref("cus_Ada"), ref("cus_Ada"))
    assert told(customer, "customer.created").created_at == at(customer["created"])
    assert heard(variant("customer.without_user_id"), "customer.updated").claims == ()


def test_a_deletion_is_the_same_however_it_is_told() -> None:
    deletions = [
        told(event("customer.deleted")["data"]["object"], "customer.deleted"),
        told(variant("customer.deleted_without_flag"), "customer.deleted"),
        told(variant("customer.tombstone"), "customer.updated"),
    ]
    assert [d.deleted for d in deletions] == [True, True, True]
    assert len({d.content() for d in deletions}) == 1
    assert isinstance(deletions[0], AccountSnapshot)


def test_a_deletion_links_nobody() -> None:
    assert heard(event("customer.deleted")["data"]["object"], "customer.deleted").claims == ()


def test_a_product_has_a_name() -> None:
    assert told(variant("product.pro"), "product.updated").name == "Pro"


def test_a_name_is_kept_legible() -> None:
    odd = variant("product.pro") | {"name": " Pro\x00\n" + "x" * 1000}
    name = told(odd, "product.updated").name
    assert name.startswith("Prox")
    assert len(name) <= 500
    assert told(odd | {"name": "\x00"}, "product.updated").name is None


def test_a_deleted_product_is_remembered_without_a_name() -> None:
    assert told({"id": "prod_Gone", "object": "product", "deleted": True}, "product.updated").name is None


def test_a_price_has_an_amount_and_an_interval_or_is_paid_once() -> None:
    monthly, once = told(variant("price.pro_monthly"), "price.updated"), told(variant("price.course"), "price.updated")
    assert (monthly.price, monthly.interval, monthly.one_time) == (Money(amount=1900, currency="EUR"), "month", False)
    assert (once.price, once.interval, once.one_time) == (Money(amount=12900, currency="EUR"), None, True)
    assert monthly.product_id == "prod_Pro"
