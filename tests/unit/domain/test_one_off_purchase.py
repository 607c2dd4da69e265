"""Assembly of one-off purchases from their facets."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from domain.billing.purchase_assembly import assemble_purchases
from domain.catalogue.entry import Catalogue, CatalogueSnapshot
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.one_off_purchase import OneOffPurchase, PurchaseStatus
from domain.provider import ProviderRef
from domain.purchases.facet import DisputeStatus, FacetSnapshot, PaymentRelation, PaymentSnapshot, PaymentStatus
from examples import NOON, dollars, facets, pushed, ref, told_charge, told_dispute, told_item, told_payment


def purchases(
    *told: FacetSnapshot, catalogue: Catalogue | None = None, first_payments: frozenset[ProviderRef] = frozenset()
) -> tuple[OneOffPurchase, ...]:
    return assemble_purchases(facets(*told), catalogue=catalogue or {}, first_payments=first_payments)


def status(*told: FacetSnapshot) -> PurchaseStatus:
    (purchase,) = purchases(*told)
    return purchase.status


def link(id_: str, *keys: str) -> PaymentRelation:
    return PaymentRelation(
        ref=ref(id_), kind=ObjectKind.INVOICE_PAYMENT, timestamp=pushed(), keys=(id_, *keys), created_at=NOON
    )


def invoice(**facts: object) -> PaymentSnapshot:
    return told_payment("invoice", kind=ObjectKind.INVOICE, **facts)


def test_refund_that_arrives_before_the_checkout_is_kept() -> None:
    assert purchases(told_charge(refunded=40)) == ()
    assert status(told_charge(refunded=40), told_payment()) is PurchaseStatus.PARTIALLY_REFUNDED


def test_charges_and_payments_wait_until_a_one_off_purchase_is_confirmed() -> None:
    bare = told_payment("pi", kind=ObjectKind.PAYMENT, confirms_one_off=False)
    assert purchases(bare, told_charge(keys=("charge", "pi"))) == ()
    checkout = told_payment("cs", kind=ObjectKind.CHECKOUT, keys=("cs", "pi"))
    assert len(purchases(bare, checkout, told_charge(keys=("charge", "pi")))) == 1


def test_checkout_and_its_invoice_are_one_purchase() -> None:
    checkout = told_payment("cs", kind=ObjectKind.CHECKOUT, keys=("cs", "pi", "invoice"), payment_id="pi")
    (purchase,) = purchases(checkout, invoice(total=dollars(99)))
    assert purchase.ref == ref("pi")
    assert purchase.primary_payment == checkout
    assert purchase.paid == dollars(99)


def test_dispute_on_an_invoice_charge_is_matched_through_the_payment_relation() -> None:
    dispute = told_dispute(keys=("dispute", "charge"), status=DisputeStatus.LOST)
    told = (invoice(), link("inpay", "invoice", "pi"), told_charge(keys=("charge", "pi")), dispute)
    assert status(*told) is PurchaseStatus.CHARGED_BACK


def test_initial_order_of_a_subscription_is_not_a_one_off_purchase() -> None:
    assert purchases(told_payment(), first_payments=frozenset({ref("order")})) == ()


def test_order_with_a_recurring_price_is_not_a_one_off_purchase() -> None:
    def price(*, one_time: bool) -> Catalogue:
        entry = CatalogueSnapshot(
            ref=ref("lifetime_price"), kind=ObjectKind.PRICE, timestamp=pushed(), one_time=one_time
        )
        return {entry.key: entry}

    assert len(purchases(told_payment(), told_item())) == 1
    assert len(purchases(told_payment(), told_item(), catalogue=price(one_time=True))) == 1
    assert purchases(told_payment(), told_item(), catalogue=price(one_time=False)) == ()


def test_purchase_takes_its_name_from_the_catalogue_then_from_the_item() -> None:
    product = CatalogueSnapshot(ref=ref("lifetime"), kind=ObjectKind.PRODUCT, timestamp=pushed(), name="Lifetime")
    (named,) = purchases(told_payment(), told_item(name="as sold"), catalogue={product.key: product})
    (unnamed,) = purchases(told_payment(), told_item(name="as sold"))
    assert (named.product_name, unnamed.product_name) == ("Lifetime", "as sold")


def test_reversed_refund_no_longer_counts() -> None:
    assert status(told_payment(), told_charge(refunded=99)) is PurchaseStatus.REFUNDED
    assert status(told_payment(), told_charge(refunded=0, timestamp=pushed(60))) is PurchaseStatus.PAID


def test_order_that_reports_its_refunds_needs_no_charge() -> None:
    assert status(told_payment(refunded=dollars(40))) is PurchaseStatus.PARTIALLY_REFUNDED
    assert status(told_payment(refunded=dollars(99))) is PurchaseStatus.REFUNDED


def test_refund_reported_by_two_objects_counts_once() -> None:
    (purchase,) = purchases(told_payment(refunded=dollars(40)), told_charge(refunded=40))
    assert purchase.refunded == dollars(40)


def test_charges_of_one_purchase_are_added_up() -> None:
    again = told_charge("again", keys=("again", "order"), refunded=99)
    assert (
        status(told_payment(total=dollars(198)), told_charge(refunded=40), again) is PurchaseStatus.PARTIALLY_REFUNDED
    )


def test_refund_of_one_of_two_charges_is_partial_even_if_the_other_is_unknown() -> None:
    told = told_charge(captured=dollars(40), refunded=40)
    assert status(told_payment(total=dollars(100)), told) is PurchaseStatus.PARTIALLY_REFUNDED


def test_refund_is_compared_with_its_charge_in_another_currency() -> None:
    asked = told_payment(total=Money(amount=50_000, currency="SEK"))
    assert status(asked, told_charge(refunded=99)) is PurchaseStatus.REFUNDED


def test_free_purchase_is_paid_and_not_refunded() -> None:
    assert status(told_payment(total=dollars(0))) is PurchaseStatus.PAID


def test_full_refund_outranks_an_open_dispute_and_a_lost_dispute_outranks_both() -> None:
    assert status(told_payment(), told_charge(refunded=99), told_dispute()) is PurchaseStatus.REFUNDED
    lost = told_dispute("other", DisputeStatus.LOST)
    assert status(told_payment(), told_charge(refunded=99), told_dispute(), lost) is PurchaseStatus.CHARGED_BACK


def test_won_disputes_leave_the_status_unchanged() -> None:
    won = told_dispute(status=DisputeStatus.WON)
    assert status(told_payment(), told_charge(refunded=40), won) is PurchaseStatus.PARTIALLY_REFUNDED


def test_purchase_is_paid_if_any_of_its_payments_is() -> None:
    checkout = told_payment("cs", kind=ObjectKind.CHECKOUT, keys=("cs", "pi"), status=PaymentStatus.PENDING)
    paid = told_payment("pi", kind=ObjectKind.PAYMENT, confirms_one_off=False)
    assert status(checkout, paid) is PurchaseStatus.PAID


def test_purchase_has_the_ids_of_all_its_facets() -> None:
    (purchase,) = purchases(told_payment(), told_charge())
    assert purchase.keys == {"order", "charge"}


def test_one_off_purchase_has_no_plan() -> None:
    assert not [name for name in dir(OneOffPurchase) if "plan" in name.lower()]


chains = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=8)


@given(chains, st.randoms(use_true_random=False))
def test_assembled_purchases_are_independent_of_facet_order(
    edges: list[tuple[int, int]], chance: random.Random
) -> None:
    told: list[MirrorRecord[FacetSnapshot]] = list(
        facets(*(link(f"l{i}", f"k{a}", f"k{b}") for i, (a, b) in enumerate(edges)))
    )
    told += facets(*(told_payment(f"k{a}") for a in {a for a, _ in edges}))
    shuffled = told.copy()
    chance.shuffle(shuffled)
    one = assemble_purchases(told, catalogue={}, first_payments=frozenset())
    assert assemble_purchases(shuffled, catalogue={}, first_payments=frozenset()) == one
    assert sum(len(p.facets) for p in one) == len(told)
    for purchase in one:
        assert all(purchase.keys.isdisjoint(other.keys) for other in one if other is not purchase)
