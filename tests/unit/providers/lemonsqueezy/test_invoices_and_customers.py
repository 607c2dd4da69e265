"""What the invoices of a subscription say, and the customer object."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from application.heard import PaymentNews, Wanted
from domain.mirror.snapshot import ObjectKind
from fixtures.lemonsqueezy.payloads import changed, event, variant
from unit.providers.lemonsqueezy.reading import heard, ref, told

UNPAID_SINCE = datetime(2026, 11, 14, 10, 0, 1, tzinfo=UTC)


def open_since(each: dict[str, Any], name: str) -> datetime | None:
    snapshot = told(each, name)
    assert (snapshot.ref, snapshot.subscription_id) == (ref(each["id"]), "501")
    created_at: datetime = snapshot.created_at
    return created_at if snapshot.open else None


def test_an_invoice_that_could_not_be_charged_is_open_since_its_creation() -> None:
    assert open_since(variant("subscription-invoices.unpaid"), "subscription_payment_failed") == UNPAID_SINCE
    unheard_of = changed("subscription-invoices.unpaid", status="failed")
    assert open_since(unheard_of, "subscription_payment_failed") == UNPAID_SINCE


def test_a_failed_payment_makes_all_invoices_of_the_subscription_be_fetched() -> None:
    failed = heard(variant("subscription-invoices.unpaid"), "subscription_payment_failed")
    assert failed.wanted == (Wanted(kind=ObjectKind.ARREARS, ref=ref("501")),)


def test_a_payment_that_failed_and_was_made_before_the_event_was_sent_is_made() -> None:
    assert open_since(variant("subscription-invoices.paid"), "subscription_payment_failed") is None


def test_a_payment_settles_what_was_owed() -> None:
    for name in ("subscription_payment_success", "subscription_payment_recovered"):
        assert open_since(variant("subscription-invoices.paid"), name) is None


def test_a_refunded_invoice_is_not_open() -> None:
    refunded = heard(event("subscription_payment_refunded")["data"], "subscription_payment_refunded")
    assert [getattr(each, "open", None) for each in refunded.snapshots] == [False]
    assert refunded.payments == (PaymentNews(subscription=ref("501"), period_end=UNPAID_SINCE),)


def test_an_invoice_shows_a_mirror_that_knows_of_no_later_period_to_be_behind() -> None:
    paid = heard(variant("subscription-invoices.paid"), "subscription_payment_success")
    assert paid.payments == (PaymentNews(subscription=ref("501"), period_end=UNPAID_SINCE),)


def test_an_archived_customer_is_not_deleted() -> None:
    snapshot = told(variant("customers.archived"), "customer_updated")
    assert (snapshot.ref, snapshot.deleted) == (ref("7001"), False)
    assert snapshot.created_at == datetime(2026, 11, 1, 10, 0, 4, tzinfo=UTC)
