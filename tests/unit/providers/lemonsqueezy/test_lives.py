"""Billing as the customer sees it after events in any order and one run of the fetch queue."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest

from application.portal.show_billing import BillingView, ShowBilling
from contracts.providers.lemonsqueezy_under_test import LemonSqueezyUnderTest
from contracts.providers.playing import Play
from domain.customer import CustomerId
from domain.intent import Intent
from domain.money import Money
from domain.one_off_purchase import PurchaseStatus
from fixtures.lemonsqueezy.payloads import changed, event_bytes, variant, wrap

ADA, BEN = CustomerId("user_ada"), CustomerId("user_ben")
WORD = {"user_id": ADA}
CATALOGUE = ("prices.pro_monthly", "prices.pro_yearly", "prices.lifetime")


@pytest.fixture
def play() -> Play:
    connected = LemonSqueezyUnderTest(trust_custom_data=True)
    connected.api.hold(*(variant(name) for name in CATALOGUE))
    return Play(under_test=connected)


async def seen(play: Play, customer: CustomerId) -> BillingView:
    show = ShowBilling(storage=play.storage, providers=play.providers, clock=play.clock, grace=timedelta(days=14))
    return await show(customer)


def of_ada(resource: str, name: str) -> bytes:
    return json.dumps(wrap(variant(resource), name, custom_data={"user_id": ADA})).encode()


async def test_names_and_amounts_are_known_after_one_run_of_the_fetch_queue(play: Play) -> None:
    await play.deliver([event_bytes("subscription_created"), event_bytes("order_created")])
    (before,) = (await seen(play, ADA)).billing.subscriptions
    assert before.plan is not None
    assert (before.plan.name, before.plan.price) == ("Harbour Pro (Monthly)", None)
    await play.ask()
    (after,) = (await seen(play, ADA)).billing.subscriptions
    assert after.plan is not None
    assert (after.plan.price, after.plan.interval) == (Money(amount=1900, currency="USD"), "month")
    (bought,) = (await seen(play, BEN)).billing.purchases
    assert (bought.product_name, bought.paid) == ("Harbour Lifetime", Money(amount=9900, currency="USD"))
    assert await play.ask() == 0


async def test_initial_order_of_a_subscription_is_no_purchase_in_any_order_of_events(play: Play) -> None:
    bodies = [of_ada("orders.of_subscription", "order_created"), of_ada("subscriptions.active", "subscription_created")]
    for first, second in itertools.permutations(bodies):
        again = Play(under_test=play.under_test)
        await again.deliver([first])
        await again.deliver([second])
        view = await seen(again, ADA)
        assert (len(view.billing.subscriptions), view.billing.purchases) == (1, ())


async def test_order_counts_as_a_purchase_until_its_price_is_known_to_recur(play: Play) -> None:
    await play.deliver([of_ada("orders.of_subscription", "order_created")])
    assert len((await seen(play, ADA)).billing.purchases) == 1
    await play.ask()
    assert (await seen(play, ADA)).billing.purchases == ()


async def test_link_date_is_the_start_of_the_subscription_and_not_of_a_late_invoice(play: Play) -> None:
    """All earlier events were missed, and the invoice arrives a moment before its subscription."""
    late = {"created_at": "2026-11-14T10:00:00.000000Z", "updated_at": "2026-11-14T10:00:01.000000Z"}
    told = [
        wrap(changed("subscription-invoices.paid", **late), "subscription_payment_success", custom_data=WORD),
        wrap(
            changed("subscriptions.active", updated_at="2026-11-14T10:00:02.000000Z"),
            "subscription_updated",
            custom_data=WORD,
        ),
    ]
    for deliveries in itertools.permutations(told):
        again = Play(under_test=play.under_test)
        for each in deliveries:
            await again.deliver([json.dumps(each).encode()])
        (account,) = (await seen(again, ADA)).billing.accounts
        assert account.linked_at == datetime(2026, 11, 1, 10, 0, 5, tzinfo=UTC)


async def test_only_a_full_refund_ends_access(play: Play) -> None:
    await play.deliver([event_bytes("order_refunded"), event_bytes("order_created")])
    view = await seen(play, BEN)
    (bought,) = view.billing.purchases
    assert (bought.status, view.access.granted) == (PurchaseStatus.PARTIALLY_REFUNDED, True)
    await play.deliver([json.dumps(wrap(variant("orders.refunded"), "order_refunded")).encode()])
    view = await seen(play, BEN)
    assert (view.access.granted, view.access.reason) == (False, "purchase_refunded")


async def test_past_due_subscription_has_access_for_the_grace_period_after_its_failed_payment(play: Play) -> None:
    failed = [event_bytes("subscription_payment_failed"), of_ada("subscriptions.past_due", "subscription_updated")]
    for bodies in itertools.permutations(failed):
        again = Play(under_test=play.under_test)
        await again.deliver(bodies)
        access = (await seen(again, ADA)).access
        assert (access.granted, access.reason) == (True, "past_due_grace")
        assert access.until is not None
        again.clock.moment = access.until
        assert not (await seen(again, ADA)).access.granted


async def test_order_and_subscription_with_the_same_number_are_kept_apart(play: Play) -> None:
    mine, others = variant("subscriptions.active"), variant("orders.paid")
    mine["id"] = others["id"] = "1"
    told = [
        wrap(mine, "subscription_created", custom_data={"user_id": ADA}),
        wrap(others, "order_created", custom_data={"user_id": BEN}),
    ]
    await play.deliver([json.dumps(each).encode() for each in told])
    ada, ben = (await seen(play, ADA)).billing, (await seen(play, BEN)).billing
    assert (len(ada.subscriptions), len(ada.purchases)) == (1, 0)
    assert (len(ben.subscriptions), len(ben.purchases)) == (0, 1)


async def test_buyer_of_a_one_off_purchase_cannot_change_plans(play: Play) -> None:
    await play.deliver([event_bytes("order_created")])
    assert (await seen(play, BEN)).intents == (Intent.MANAGE,)
