"""Decoding of subscription invoices and customers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from application.ports.provider.updates import FetchRequest, SubscriptionPayment
from domain.mirror.snapshot import ObjectKind
from fixtures.lemonsqueezy.payloads import changed, event, variant
from unit.providers.lemonsqueezy.reading import heard, ref, told

UNPAID_SINCE = datetime(2026, 11, 14, 10, 0, 1, tzinfo=UTC)


def open_since(each: dict[str, Any], name: str) -> datetime | None:
    snapshot = told(each, name)
    assert (snapshot.ref, snapshot.subscription_id) == (ref(each["id"]), "501")
    created_at: datetime = snapshot.created_at
    return created_at if snapshot.open else None


def test_uncharged_invoice_is_open_since_its_creation() -> None:
    assert open_since(variant("subscription-invoices.unpaid"), "subscription_payment_failed") == UNPAID_SINCE
    unheard_of = changed("subscription-invoices.unpaid", status="failed")
    assert open_since(unheard_of, "subscription_payment_failed") == UNPAID_SINCE


def test_failed_payment_queues_a_fetch_of_all_invoices_of_the_subscription() -> None:
    failed = heard(variant("subscription-invoices.unpaid"), "subscription_payment_failed")
    assert failed.fetch_requests == (FetchRequest(kind=ObjectKind.ARREARS, ref=ref("501")),)


def test_failed_payment_that_succeeded_before_the_event_was_sent_is_not_open() -> None:
    assert open_since(variant("subscription-invoices.paid"), "subscription_payment_failed") is None


def test_successful_payment_closes_the_invoice() -> None:
    for name in ("subscription_payment_success", "subscription_payment_recovered"):
        assert open_since(variant("subscription-invoices.paid"), name) is None


def test_refunded_invoice_is_not_open() -> None:
    refunded = heard(event("subscription_payment_refunded")["data"], "subscription_payment_refunded")
    assert [getattr(each, "open", None) for each in refunded.snapshots] == [False]
    assert refunded.payments == (SubscriptionPayment(subscription=ref("501"), period_end=UNPAID_SINCE),)


def test_paid_invoice_reports_the_end_of_its_period() -> None:
    paid = heard(variant("subscription-invoices.paid"), "subscription_payment_success")
    assert paid.payments == (SubscriptionPayment(subscription=ref("501"), period_end=UNPAID_SINCE),)


def test_archived_customer_is_not_deleted() -> None:
    snapshot = told(variant("customers.archived"), "customer_updated")
    assert (snapshot.ref, snapshot.deleted) == (ref("7001"), False)
    assert snapshot.created_at == datetime(2026, 11, 1, 10, 0, 4, tzinfo=UTC)
