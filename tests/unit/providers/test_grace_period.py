"""End of access for a past-due subscription, from the events that a provider sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ports.provider.event import ProviderEvent
from domain.billing.access import Access
from fakes.installation import GRACE
from fakes.receiving import Receiving, from_lemonsqueezy, from_stripe
from fixtures.lemonsqueezy import payloads as lemonsqueezy
from fixtures.stripe import payloads as stripe

NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)
PAUL = "user_paul"


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def told(type_: str, each: dict[str, Any], at: datetime) -> ProviderEvent:
    created = seconds(at)
    return from_stripe(stripe.wrap(each, type_, created=created, event_id=f"evt_{type_}{each['id']}{created}"))


def subscription(at: datetime, *, status: str = "past_due", since: datetime, until: datetime) -> ProviderEvent:
    each = stripe.variant("subscription.status_past_due") | {"status": status, "schedule": None}
    each["items"]["data"][0] |= {"current_period_start": seconds(since), "current_period_end": seconds(until)}
    return told("customer.subscription.updated", each, at)


def invoice(id_: str, created: datetime, **facts: Any) -> dict[str, Any]:
    each = stripe.event("invoice.payment_failed")["data"]["object"]
    return {**each, "id": id_, "created": seconds(created), **facts}


async def access(events: Sequence[ProviderEvent], customer: str = PAUL, at: datetime = NOW) -> Access:
    receiving = Receiving(NOW)
    await receiving.receive(events)
    return (await receiving.billing(customer, at)).access


UPGRADE = [
    subscription(ago(hours=2), since=ago(days=200), until=NOW + timedelta(days=165)),
    told("invoice.payment_failed", invoice("in_Upgrade", ago(hours=2)), ago(hours=2)),
]


async def test_failed_upgrade_keeps_the_paid_period_until_the_grace_of_its_invoice_ends() -> None:
    until = ago(hours=2) + GRACE
    assert await access(UPGRADE) == Access(granted=True, reason="past_due_grace", until=until)
    assert await access(UPGRADE, at=until) == Access(granted=False, reason="past_due")


async def test_invoice_paid_by_the_customer_is_overdue_from_its_due_date() -> None:
    due = ago(hours=2)
    sent = invoice("in_Sent", ago(days=30), collection_method="send_invoice", due_date=seconds(due), attempt_count=0)
    events = [
        subscription(due, since=ago(days=30), until=NOW + timedelta(days=335)),
        told("invoice.finalized", sent, ago(days=30)),
    ]
    assert await access(events) == Access(granted=True, reason="past_due_grace", until=due + GRACE)


async def test_bank_debit_is_overdue_from_its_failure_and_not_from_its_creation() -> None:
    failed = told("invoice.payment_failed", invoice("in_Debit", ago(days=16)), ago(hours=2))
    events = [subscription(ago(hours=2), since=ago(days=16), until=NOW + timedelta(days=14)), failed]
    assert await access(events) == Access(granted=True, reason="past_due_grace", until=ago(hours=2) + GRACE)


async def test_retries_do_not_restart_the_grace_period() -> None:
    attempts = [
        told("invoice.payment_failed", invoice("in_Late", ago(days=15), attempt_count=n), ago(days=16 - n))
        for n in (1, 2, 3)
    ]
    events = [subscription(ago(days=15), since=ago(days=15), until=NOW + timedelta(days=15)), *attempts]
    assert await access(events) == Access(granted=False, reason="past_due")


async def test_retry_without_a_known_first_failure_counts_from_the_creation() -> None:
    retried = told("invoice.payment_failed", invoice("in_Late", ago(days=15), attempt_count=3), ago(hours=1))
    events = [subscription(ago(hours=1), since=ago(days=15), until=NOW + timedelta(days=15)), retried]
    assert await access(events) == Access(granted=False, reason="past_due")


async def test_next_period_does_not_restart_the_grace_period() -> None:
    first = told("invoice.payment_failed", invoice("in_First", ago(days=31)), ago(days=31))
    second = told("invoice.payment_failed", invoice("in_Second", ago(days=1)), ago(days=1))
    events = [first, second, subscription(ago(days=1), since=ago(days=1), until=NOW + timedelta(days=29))]
    assert await access(events) == Access(granted=False, reason="past_due")
    paid = told("invoice.paid", invoice("in_First", ago(days=31), status="paid"), ago(hours=1))
    assert await access([*events, paid]) == Access(granted=True, reason="past_due_grace", until=ago(days=1) + GRACE)


@pytest.mark.parametrize("status", ["paid", "void", "uncollectible", "draft"])
async def test_only_open_invoices_count(status: str) -> None:
    """Without an open invoice, the date of the failure is unknown, so access stays."""
    settled = told("invoice.voided", invoice("in_Old", ago(days=90), status=status), ago(days=80))
    events = [settled, subscription(ago(hours=2), since=ago(days=90), until=NOW)]
    assert await access(events) == Access(granted=True, reason="past_due_grace")


async def test_lemon_squeezy_counts_from_the_oldest_open_invoice() -> None:
    def iso(moment: datetime) -> str:
        return moment.strftime("%Y-%m-%dT%H:%M:%S.000000Z")

    def billed(id_: str, status: str, created: datetime, updated: datetime, name: str) -> ProviderEvent:
        each = lemonsqueezy.changed(
            "subscription-invoices.unpaid", status=status, created_at=iso(created), updated_at=iso(updated)
        )
        return from_lemonsqueezy(lemonsqueezy.wrap(each | {"id": id_}, name, custom_data={"user_id": PAUL}))

    owing = lemonsqueezy.changed("subscriptions.active", status="past_due", updated_at=iso(ago(days=2)))
    events = [
        billed("1", "pending", ago(days=31), ago(days=20), "subscription_payment_failed"),
        billed("2", "pending", ago(days=2), ago(days=2), "subscription_payment_failed"),
        from_lemonsqueezy(lemonsqueezy.wrap(owing, "subscription_updated", custom_data={"user_id": PAUL})),
    ]
    assert await access(events) == Access(granted=False, reason="past_due")
    recovered = billed("1", "paid", ago(days=31), ago(days=1), "subscription_payment_recovered")
    assert await access([recovered, *events]) == Access(
        granted=True, reason="past_due_grace", until=ago(days=2) + GRACE
    )


@given(st.data())
async def test_grace_period_is_independent_of_event_order_and_duplicates(data: st.DataObject) -> None:
    days = data.draw(st.lists(st.integers(1, 40), min_size=1, max_size=4, unique=True))
    paid = data.draw(st.sets(st.sampled_from(days)))
    events = [subscription(ago(hours=1), since=ago(days=min(days)), until=NOW + timedelta(days=20))]
    for day in days:
        failed = ago(days=day) + timedelta(hours=1)
        events.append(told("invoice.finalized", invoice(f"in_{day}", ago(days=day), attempt_count=0), ago(days=day)))
        events.append(told("invoice.payment_failed", invoice(f"in_{day}", ago(days=day)), failed))
        if day in paid:
            settled = invoice(f"in_{day}", ago(days=day), status="paid")
            events.append(told("invoice.paid", settled, failed + timedelta(hours=1)))
    repeated = data.draw(st.lists(st.sampled_from(events), max_size=4))
    found = await access(data.draw(st.permutations(events + repeated)))
    owed = [ago(days=day) + timedelta(hours=1) for day in days if day not in paid]
    if not owed:
        assert found == Access(granted=True, reason="past_due_grace")
    elif min(owed) + GRACE > NOW:
        assert found == Access(granted=True, reason="past_due_grace", until=min(owed) + GRACE)
    else:
        assert found == Access(granted=False, reason="past_due")
