"""Amounts charged for a purchase, compared with its refunds, credit notes and disputes."""

from __future__ import annotations

import pytest

from domain.billing.purchase_assembly import assemble_purchases
from domain.mirror.snapshot import ObjectKind
from domain.money import Money
from domain.one_off_purchase import OneOffPurchase, PurchaseStatus
from domain.purchases.facet import DisputeStatus, FacetSnapshot, PaymentSnapshot, PaymentStatus
from examples import dollars, facets, told_charge, told_dispute, told_payment

SEK = Money(amount=5_000, currency="SEK")


def purchases(*told: FacetSnapshot) -> tuple[OneOffPurchase, ...]:
    return assemble_purchases(facets(*told), catalogue={}, first_payments=frozenset())


def status(*told: FacetSnapshot) -> PurchaseStatus:
    (purchase,) = purchases(*told)
    return purchase.status


def invoice(**facts: object) -> PaymentSnapshot:
    return told_payment("invoice", kind=ObjectKind.INVOICE, **facts)


def paid_with(intent: PaymentStatus, **facts: object) -> tuple[PaymentSnapshot, PaymentSnapshot]:
    """Build an unpaid checkout and the payment that reports its outcome."""
    checkout = told_payment("cs", kind=ObjectKind.CHECKOUT, keys=("cs", "pi"), status=PaymentStatus.PENDING)
    return checkout, told_payment("pi", kind=ObjectKind.PAYMENT, confirms_one_off=False, status=intent, **facts)


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        (PaymentStatus.PENDING, PurchaseStatus.PENDING),
        (PaymentStatus.FAILED, PurchaseStatus.FAILED),
        (PaymentStatus.PAID, PurchaseStatus.PAID),
    ],
)
def test_unpaid_checkout_takes_the_status_of_its_payment(intent: PaymentStatus, expected: PurchaseStatus) -> None:
    assert status(*paid_with(intent)) is expected


def test_paid_amount_of_an_authorization_is_the_captured_amount() -> None:
    captured = told_charge(keys=("charge", "pi"), captured=dollars(40), refunded=40)
    (purchase,) = purchases(*paid_with(PaymentStatus.PAID, total=dollars(40)), captured)
    assert (purchase.paid, purchase.status) == (dollars(40), PurchaseStatus.REFUNDED)


def test_invoice_amount_takes_precedence_over_the_checkout_amount() -> None:
    checkout = told_payment("cs", kind=ObjectKind.CHECKOUT, keys=("cs", "invoice"), total=dollars(100))
    told = (checkout, invoice(total=dollars(60)), told_charge(keys=("charge", "invoice"), refunded=60))
    (purchase,) = purchases(*told)
    assert (purchase.paid, purchase.status) == (dollars(60), PurchaseStatus.REFUNDED)


@pytest.mark.parametrize(
    ("received", "stands", "expected"),
    [
        ((40,), PaymentStatus.PENDING, PurchaseStatus.PENDING),
        ((40, 59), PaymentStatus.PENDING, PurchaseStatus.PENDING),
        ((40, 60), PaymentStatus.PENDING, PurchaseStatus.PAID),
        ((40,), PaymentStatus.FAILED, PurchaseStatus.FAILED),
        ((40,), PaymentStatus.PAID, PurchaseStatus.PAID),
    ],
)
def test_open_invoice_is_paid_once_its_payments_cover_it(
    received: tuple[int, ...], stands: PaymentStatus, expected: PurchaseStatus
) -> None:
    told = [
        told_payment(
            f"pi{n}", kind=ObjectKind.PAYMENT, confirms_one_off=False, keys=(f"pi{n}", "invoice"), total=dollars(amount)
        )
        for n, amount in enumerate(received)
    ]
    assert status(invoice(total=dollars(100), status=stands), *told) is expected


def test_payment_in_another_currency_pays_its_invoice() -> None:
    paid = told_payment("pi", kind=ObjectKind.PAYMENT, confirms_one_off=False, keys=("pi", "invoice"), total=SEK)
    assert status(invoice(status=PaymentStatus.PENDING), paid) is PurchaseStatus.PAID


def test_credit_note_for_a_paid_invoice_counts_with_the_refunds() -> None:
    note = told_charge("cn", kind=ObjectKind.CREDIT_NOTE, keys=("cn", "order"), captured=dollars(0), refunded=40)
    assert status(told_payment(), note) is PurchaseStatus.PARTIALLY_REFUNDED
    assert status(told_payment(), note, told_charge(refunded=59)) is PurchaseStatus.REFUNDED


A_PART, THE_WHOLE = dollars(20), dollars(99)


@pytest.mark.parametrize(
    ("disputes", "refunded", "expected", "gone"),
    [
        ([(DisputeStatus.LOST, A_PART)], 0, PurchaseStatus.PARTIALLY_REFUNDED, 20),
        ([(DisputeStatus.LOST, THE_WHOLE)], 0, PurchaseStatus.CHARGED_BACK, 99),
        ([(DisputeStatus.LOST, A_PART)], 79, PurchaseStatus.CHARGED_BACK, 99),
        ([(DisputeStatus.LOST, A_PART)], 78, PurchaseStatus.PARTIALLY_REFUNDED, 98),
        ([(DisputeStatus.LOST, A_PART), (DisputeStatus.LOST, dollars(79))], 0, PurchaseStatus.CHARGED_BACK, 99),
        ([(DisputeStatus.LOST, A_PART), (DisputeStatus.LOST, A_PART)], 0, PurchaseStatus.PARTIALLY_REFUNDED, 40),
        ([(DisputeStatus.LOST, A_PART), (DisputeStatus.OPEN, A_PART)], 0, PurchaseStatus.DISPUTED, 20),
        ([(DisputeStatus.LOST, A_PART), (DisputeStatus.WON, THE_WHOLE)], 0, PurchaseStatus.PARTIALLY_REFUNDED, 20),
        ([(DisputeStatus.LOST, THE_WHOLE)], 50, PurchaseStatus.CHARGED_BACK, 99),
        ([(DisputeStatus.LOST, None)], 0, PurchaseStatus.CHARGED_BACK, 0),
        ([(DisputeStatus.LOST, SEK)], 0, PurchaseStatus.CHARGED_BACK, 0),
        ([(DisputeStatus.OPEN, THE_WHOLE)], 0, PurchaseStatus.DISPUTED, 0),
        ([(DisputeStatus.OPEN, A_PART)], 99, PurchaseStatus.REFUNDED, 99),
        ([(DisputeStatus.WON, THE_WHOLE)], 40, PurchaseStatus.PARTIALLY_REFUNDED, 40),
        ([(DisputeStatus.WON, THE_WHOLE)], 0, PurchaseStatus.PAID, 0),
    ],
)
def test_lost_disputes_count_as_refunds_of_their_amount(
    disputes: list[tuple[DisputeStatus, Money | None]], refunded: int, expected: PurchaseStatus, gone: int
) -> None:
    told = [told_dispute(f"dispute {n}", each, amount=amount) for n, (each, amount) in enumerate(disputes)]
    (purchase,) = purchases(told_payment(), told_charge(refunded=refunded), *told)
    assert (purchase.status, purchase.refunded) == (expected, dollars(gone))


def test_dispute_in_the_currency_of_the_charge_is_compared_with_the_charge() -> None:
    asked = told_payment(total=Money(amount=50_000, currency="SEK"))
    part = told_dispute(status=DisputeStatus.LOST, amount=A_PART)
    assert status(asked, told_charge(), part) is PurchaseStatus.PARTIALLY_REFUNDED
    whole = told_dispute(status=DisputeStatus.LOST, amount=THE_WHOLE)
    assert status(asked, told_charge(), whole) is PurchaseStatus.CHARGED_BACK
