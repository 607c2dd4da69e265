"""Decoding of orders."""

from __future__ import annotations

import pytest

from application.ports.provider.updates import FetchRequest
from domain.billing.purchase_assembly import assemble_purchases
from domain.catalogue.entry import CatalogueSnapshot
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.one_off_purchase import OneOffPurchase, PurchaseStatus
from domain.purchases.contents import ContentsSnapshot, PurchasedItem
from domain.purchases.facet import FacetSnapshot, ItemSnapshot, PaymentSnapshot, PaymentStatus
from fixtures.lemonsqueezy.payloads import changed, variant
from unit.providers.lemonsqueezy.reading import heard, ref, told


def bought(name: str) -> OneOffPurchase:
    snapshots = heard(variant(f"orders.{name}"), "order_created").snapshots
    facets = [each for each in snapshots if isinstance(each, PaymentSnapshot | ItemSnapshot)]
    return OneOffPurchase(facets=tuple(MirrorRecord(snapshot=each) for each in facets))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("paid", PurchaseStatus.PAID),
        ("of_2023", PurchaseStatus.PAID),
        ("free", PurchaseStatus.PAID),
        ("pending", PurchaseStatus.PENDING),
        ("failed", PurchaseStatus.FAILED),
        ("partially_refunded_and_still_called_paid", PurchaseStatus.PARTIALLY_REFUNDED),
        ("refunded", PurchaseStatus.REFUNDED),
        ("refunded_without_an_amount", PurchaseStatus.REFUNDED),
        ("fraudulent", PurchaseStatus.FRAUDULENT),
        ("status_unheard_of", PurchaseStatus.UNKNOWN),
    ],
)
def test_every_order_status_maps_to_a_purchase_status(name: str, status: PurchaseStatus) -> None:
    assert bought(name).status is status


def test_refunded_amount_is_read_from_the_amount_field() -> None:
    part = told(variant("orders.partially_refunded_and_still_called_paid"), "order_refunded")
    assert part.refunded == Money(amount=2500, currency="USD")
    called_whole = changed("orders.refunded", refunded_amount=100)
    assert told(called_whole, "order_refunded").refunded == Money(amount=100, currency="USD")


def test_yen_has_no_decimal_places() -> None:
    assert told(changed("orders.paid", currency="jpy"), "order_created").total == Money(
        amount=9900, currency="JPY", exponent=0
    )


def test_order_without_an_amount_is_decoded() -> None:
    assert told(changed("orders.paid", total=None), "order_created").total is None


def test_order_includes_the_purchased_items() -> None:
    payment, item, contents = heard(variant("orders.paid"), "order_created").snapshots
    assert isinstance(item, ItemSnapshot)
    assert (item.product_id, item.price_id, item.name) == ("311", "331", "Harbour Lifetime")
    assert item.ref == payment.ref == ref("9002")
    assert isinstance(contents, ContentsSnapshot)
    assert contents.items == (
        PurchasedItem(
            price_id="331",
            variant_id="321",
            product_id="311",
            name="Harbour Lifetime",
            quantity=1,
            amount=Money(amount=9900, currency="USD"),
        ),
    )
    assert len(heard(changed("orders.paid", first_order_item=None), "order_created").snapshots) == 1


def test_price_of_an_order_is_fetched_once() -> None:
    wanted = heard(variant("orders.paid"), "order_created").fetch_requests
    assert wanted == (FetchRequest(kind=ObjectKind.PRICE, ref=ref("331"), once=True),)
    assert heard(variant("orders.of_2023"), "order_created").fetch_requests == ()


def test_variant_with_the_id_of_a_recurring_price_is_a_one_off_purchase() -> None:
    reading = heard(variant("orders.of_2023"), "order_created")
    (item,) = next(each.items for each in reading.snapshots if isinstance(each, ContentsSnapshot))
    assert (item.price_id, item.variant_id) == (None, "321")
    monthly = CatalogueSnapshot(
        ref=ref("321"), kind=ObjectKind.PRICE, timestamp=reading.snapshots[0].timestamp, one_time=False
    )
    facets = [MirrorRecord(snapshot=each) for each in reading.snapshots if isinstance(each, FacetSnapshot)]
    assert len(assemble_purchases(facets, catalogue={monthly.key: monthly}, first_payments=frozenset())) == 1


def test_order_status_does_not_depend_on_the_event_name() -> None:
    refunded = heard(variant("orders.refunded"), "order_created")
    assert refunded == heard(variant("orders.refunded"), "order_refunded")
    assert told(variant("orders.refunded"), "order_created").status is PaymentStatus.PAID
