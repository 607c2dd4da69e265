"""Prices, schedules and discounts in billing, with cases from public bug reports."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from application.fetching.fetch_due_objects import FetchDueObjects
from application.ingestion.apply_provider_event import ApplyProviderEvent
from domain.billing.assembly import assemble_billing
from domain.billing.next_charge import next_charge
from domain.catalogue.discount import Discount, Duration
from domain.catalogue.item import Usage
from domain.catalogue.pricing import Scheme
from domain.customer import CustomerId
from domain.intent import Intent, PortalRestriction
from domain.money import Money
from domain.subscription import Subscription
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage
from fixtures.stripe.payloads import event, variant, wrap
from unit.providers.stripe.connected import Connected, connected
from unit.providers.stripe.reading import CREATED, STRIPE, ref

UPDATED = "customer.subscription.updated"
SCHEDULED = "subscription_schedule.updated"


def renewed(*, price: dict[str, Any] | None = None, **facts: Any) -> dict[str, Any]:
    """Return Ada's subscription to Pro for 19.00 EUR a month, with changes to it or to its price."""
    subscription = variant("subscription.renewed") | facts
    subscription["items"]["data"][0]["price"] |= price or {}
    return subscription


async def known(stripe: Connected, *told: tuple[dict[str, Any], str], runs: int = 0) -> Subscription:
    """Return the subscription after these events and `runs` runs of the fetch queue."""
    storage, clock = InMemoryStorage(), FakeClock(stripe.api.now)
    events = [wrap(each, type_, created=CREATED, event_id=f"evt_{n}") for n, (each, type_) in enumerate(told)]
    read = [stripe.provider.webhooks.decode({}, json.dumps(each).encode()) for each in events]
    await ApplyProviderEvent(storage=storage, clock=clock)(read)
    for _ in range(runs):
        await FetchDueObjects(storage=storage, providers={STRIPE: stripe.provider}, clock=clock)()
    facts = await storage.customer_records(CustomerId("user_ada"))
    assert facts is not None
    (subscription,) = assemble_billing(facts).subscriptions
    return subscription


async def test_amount_is_shown_in_the_charged_currency_only_after_the_price_was_fetched() -> None:
    unset = {"custom_unit_amount": None, "tax_behavior": None, "unit_amount_decimal": None}
    options = {"eur": unset | {"unit_amount": 1900}, "usd": unset | {"unit_amount": 2100}}
    price = variant("price.pro_monthly") | {"currency_options": options}
    stripe = connected(price, variant("product.pro"))
    in_dollars = renewed(currency="usd")
    for runs, expected in ((0, None), (1, Money(amount=2100, currency="USD"))):
        plan = (await known(stripe, (in_dollars, UPDATED), runs=runs)).plan
        assert plan is not None
        assert plan.price == expected


async def test_adaptive_pricing_in_another_currency_hides_the_amounts() -> None:
    presented = renewed(presentment_details={"presentment_currency": "cad"})
    subscription = await known(connected(), (presented, UPDATED))
    assert subscription.plan is not None
    assert (subscription.plan.price, subscription.total) == (None, None)


async def test_package_price_has_no_unit_amount() -> None:
    package = {"unit_amount": 5000, "transform_quantity": {"divide_by": 10, "round": "up"}}
    told = renewed(price=package)
    told["items"]["data"][0]["quantity"] = 25
    subscription = await known(connected(), (told, UPDATED))
    assert subscription.plan is not None
    assert (subscription.plan.price, subscription.plan.quantity) == (None, 25)
    assert subscription.total == Money(amount=15000, currency="EUR")


async def test_tiered_and_fractional_prices_have_no_unit_amount() -> None:
    tiers = {"billing_scheme": "tiered", "tiers_mode": "volume", "unit_amount": None, "unit_amount_decimal": None}
    tenths = {"unit_amount": None, "unit_amount_decimal": "0.8"}
    for shape, scheme, amount in ((tiers, Scheme.VOLUME, None), (tenths, Scheme.PER_UNIT, Decimal("0.8"))):
        plan = (await known(connected(), (renewed(price=shape), UPDATED))).plan
        assert plan is not None
        assert plan.pricing is not None
        assert (plan.price, plan.pricing.scheme, plan.pricing.amount) == (None, scheme, amount)


async def test_icelandic_krona_has_two_decimal_places() -> None:
    subscription = await known(
        connected(), (renewed(currency="isk", price={"currency": "isk", "unit_amount": 250000}), UPDATED)
    )
    assert subscription.total == Money(amount=250000, currency="ISK", exponent=2)


async def test_schedule_that_only_ends_a_discount_announces_no_change_but_restricts_the_portal() -> None:
    subscription = renewed(schedule="sub_sched_Ada")
    item = subscription["items"]["data"][0]
    starts = subscription["items"]["data"][0]["current_period_end"]
    planned = event(SCHEDULED)["data"]["object"] | {"id": "sub_sched_Ada", "subscription": subscription["id"]}
    for phase in planned["phases"]:
        phase["items"] = [planned["phases"][0]["items"][0] | {"price": item["price"]["id"], "quantity": 1}]
    planned["current_phase"] = {"start_date": starts - 100, "end_date": starts}
    planned["phases"][-1] |= {"start_date": starts, "end_date": starts + 100}
    stripe = connected()
    told = await known(stripe, (subscription, UPDATED), (planned, SCHEDULED))
    assert told.pending_change(stripe.api.now) is None
    assert told.restriction(Intent.CANCEL, stripe.api.now) is PortalRestriction.SCHEDULED_CHANGE


async def test_customer_discount_applies_to_subscriptions_without_their_own() -> None:
    customer = variant("customer.without_user_id") | {"id": "cus_Ada", "discount": {"id": "di_OfAda"}}
    stripe = connected()
    for discount, expected in ((None, Money(amount=1900, currency="EUR")), ({"id": "di_OfAda"}, None)):
        told = await known(stripe, (renewed(), UPDATED), (customer | {"discount": discount}, "customer.updated"))
        assert told.snapshot.account == ref(customer["id"])
        assert told.discounted(stripe.api.now) is (discount is not None)
        assert next_charge(told, stripe.api.now) == expected


async def test_metered_price_of_a_later_phase_has_no_amount_and_is_not_the_plan() -> None:
    subscription = renewed(schedule="sub_sched_Ada")
    starts = subscription["items"]["data"][0]["current_period_end"]
    planned = event(SCHEDULED)["data"]["object"] | {"id": "sub_sched_Ada", "subscription": subscription["id"]}
    planned["current_phase"] = {"start_date": starts - 100, "end_date": starts}
    items = [{"price": "price_Calls"}, {"price": "price_Max", "quantity": 1}]
    planned["phases"] = [planned["phases"][-1] | {"start_date": starts, "end_date": starts + 100, "items": items}]
    calls, most = (variant("price.pro_monthly") | {"id": id_} for id_ in ("price_Calls", "price_Max"))
    calls["recurring"] |= {"usage_type": "metered"}
    stripe = connected(subscription, planned, calls, most, variant("product.pro"))
    told = await known(stripe, (subscription, UPDATED), (planned, SCHEDULED), runs=2)
    change = told.pending_change(stripe.api.now)
    assert change is not None
    assert change.plan_id == "price_Max"
    assert [(item.usage, item.price is None) for item in change.items] == [
        (Usage.METERED, True),
        (Usage.LICENSED, False),
    ]


async def test_coupon_is_fetched_and_determines_the_next_charge() -> None:
    coupon: dict[str, Any] = {
        "id": "FREE",
        "object": "coupon",
        "amount_off": None,
        "created": CREATED,
        "currency": None,
        "duration": "forever",
        "duration_in_months": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "name": "Free for friends",
        "percent_off": 100,
        "redeem_by": None,
        "times_redeemed": 1,
        "valid": True,
    }
    discount = {
        "id": "di_Ada",
        "object": "discount",
        "checkout_session": None,
        "customer": "cus_Ada",
        "customer_account": None,
        "end": None,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": None,
        "source": {"coupon": "FREE", "type": "coupon"},
        "start": CREATED,
        "subscription": "sub_AdaPro",
        "subscription_item": None,
    }
    subscription = renewed(discounts=["di_Ada"])
    stripe = connected(subscription, discount, coupon, variant("product.pro"))
    before = await known(stripe, (subscription, UPDATED))
    assert (before.discounts, next_charge(before, stripe.api.now)) == ((None,), None)
    after = await known(stripe, (subscription, UPDATED), runs=2)
    assert after.discounts == (Discount(duration=Duration.FOREVER, percent_off=Decimal(100)),)
    assert next_charge(after, stripe.api.now) == Money(amount=0, currency="EUR")
