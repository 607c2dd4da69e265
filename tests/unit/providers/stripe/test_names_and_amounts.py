"""Names and amounts missing in webhooks are known after one run of the fetch queue."""

from __future__ import annotations

import json
from typing import Any

from application.fetching.fetch_due_objects import FetchDueObjects
from application.ingestion.apply_provider_event import ApplyProviderEvent
from domain.billing.assembly import assemble_billing
from domain.billing.billing import Billing
from domain.customer import CustomerId
from domain.money import Money
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage
from fixtures.stripe.payloads import event, variant, wrap
from unit.providers.stripe.connected import Connected, connected
from unit.providers.stripe.reading import CREATED, STRIPE

COMPLETED = "checkout.session.completed"
UPDATED = "customer.subscription.updated"


async def after_one_run(stripe: Connected, customer: str, *told: tuple[dict[str, Any], str]) -> Billing:
    storage, clock = InMemoryStorage(), FakeClock(stripe.api.now)
    events = [wrap(each, type_, created=CREATED, event_id=f"evt_{n}") for n, (each, type_) in enumerate(told)]
    read = [stripe.provider.webhooks.decode({}, json.dumps(each).encode()) for each in events]
    await ApplyProviderEvent(storage=storage, clock=clock)(read)
    await FetchDueObjects(storage=storage, providers={STRIPE: stripe.provider}, clock=clock)()
    facts = await storage.customer_records(CustomerId(customer))
    assert facts is not None
    return assemble_billing(facts)


async def test_subscription_gets_the_name_of_its_plan() -> None:
    stripe = connected(variant("product.pro"))
    billing = await after_one_run(stripe, "user_ada", (variant("subscription.renewed"), UPDATED))
    plan = billing.subscriptions[0].plan
    assert plan is not None
    assert (plan.name, plan.price) == ("Pro", Money(amount=1900, currency="EUR"))


async def test_purchase_gets_the_name_of_its_product() -> None:
    session = event(COMPLETED)["data"]["object"]
    stripe = connected(session, variant("payment_intent.of_checkout"), variant("product.course"))
    stripe.api.line_items["cs_test_BobCourse"] = [variant("item.course")]
    billing = await after_one_run(stripe, "user_bob", (session, COMPLETED))
    (purchase,) = billing.purchases
    assert purchase.product_name == "Bookkeeping course"
    assert purchase.item is not None
    assert purchase.item.product_id == "prod_Course"


async def test_refund_gets_its_amount() -> None:
    session = event(COMPLETED)["data"]["object"]
    refunded = event("charge.refunded")["data"]["object"]
    stripe = connected(session, variant("payment_intent.of_checkout"), refunded)
    refund = event("refund.created")["data"]["object"]
    billing = await after_one_run(stripe, "user_bob", (session, COMPLETED), (refund, "refund.created"))
    (purchase,) = billing.purchases
    assert purchase.status == "partially_refunded"
    assert purchase.refunded == Money(amount=4000, currency="EUR")


async def test_subscription_is_known_from_its_checkout_before_its_own_event_arrives() -> None:
    stripe = connected(variant("subscription.renewed"), variant("product.pro"))
    billing = await after_one_run(stripe, "user_ada", (variant("checkout.session.subscription_mode"), COMPLETED))
    assert [subscription.ref.id for subscription in billing.subscriptions] == ["sub_AdaPro"]


async def test_known_objects_are_not_fetched_again() -> None:
    stripe = connected(variant("product.pro"))
    told = [(variant("product.pro"), "product.updated"), (variant("subscription.renewed"), UPDATED)]
    await after_one_run(stripe, "user_ada", *told)
    assert stripe.api.calls == []
