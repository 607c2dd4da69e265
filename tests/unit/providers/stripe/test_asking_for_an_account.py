"""Fetches of a customer with all objects."""

from __future__ import annotations

from typing import Any

from application.customers.link_account import LinkAccount
from application.customers.register_customer import RegisterCustomer, Registration
from application.fetching.fetch_due_objects import FetchDueObjects
from domain.billing.assembly import assemble_billing
from domain.billing.billing import Billing
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.subscription import SubscriptionStatus
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage
from fixtures.stripe.payloads import event, variant
from unit.providers.stripe.connected import Connected, by_key, connected
from unit.providers.stripe.reading import STRIPE, ref

LEO = variant("customer.without_user_id") | {"id": "cus_Leo"}
WITHOUT_A_WORD: dict[str, Any] = {"metadata": {}, "client_reference_id": None}


def leo() -> Connected:
    """Build Leo, who disputes a course he bought and has a subscription. No object names his host id."""
    stripe = connected(
        LEO,
        variant("checkout.session.later_disputed") | WITHOUT_A_WORD,
        variant("charge.disputed"),
        event("charge.dispute.created")["data"]["object"],
        variant("invoice.without_parent") | {"id": "in_LeoCourse", "customer": "cus_Leo"},
        variant("invoice.of_subscription") | {"customer": "cus_Leo"},
        variant("invoice_payment.of_one_off_purchase") | {"id": "inpay_LeoCourse", "invoice": "in_LeoCourse"},
        variant("payment_intent.of_checkout") | {"id": "pi_LeoCourse", "customer": "cus_Leo"},
        variant("subscription.downgrade_scheduled") | {"customer": "cus_Leo", "metadata": {}},
        event("subscription_schedule.updated")["data"]["object"] | {"customer": "cus_Leo"},
        event("customer.subscription.deleted")["data"]["object"] | {"customer": "cus_Leo", "metadata": {}},
        variant("product.pro"),
        event("checkout.session.expired")["data"]["object"] | {"customer": "cus_Leo"},
        variant("product.course"),
        variant("product.team"),
        variant("checkout.session.guest"),
        variant("subscription.renewed") | {"id": "sub_OfAnother"},
    )
    stripe.api.line_items["cs_test_LeoCourse"] = [variant("item.course")]
    return stripe


async def test_customer_is_fetched_with_all_of_their_objects_and_no_others() -> None:
    answer = await leo().ask(ObjectKind.ACCOUNT, "cus_Leo")
    assert by_key(answer.snapshots) == {
        "account cus_Leo",
        "subscription sub_MaryTeam",
        "subscription sub_AdaPro",
        "schedule sub_sched_Mary",
        "checkout cs_test_LeoCourse",
        "item cs_test_LeoCourse",
        "contents cs_test_LeoCourse",
        "invoice in_LeoCourse",
        "subscription_invoice in_AdaFirst",
        "item in_LeoCourse",
        "contents in_LeoCourse",
        "invoice_payment inpay_LeoCourse",
        "payment pi_LeoCourse",
        "charge ch_LeoCourse",
        "dispute dp_Leo",
        "product prod_Course",
        "product prod_Team",
        "product prod_Pro",
    }
    assert answer.payments == ()


async def test_linked_account_is_shown_completely_after_one_run_of_the_fetch_queue() -> None:
    billing = await linked(leo())
    (purchase,) = billing.purchases
    found = {(s.plan.name if s.plan else None, s.status) for s in billing.subscriptions}
    assert found == {("Team", SubscriptionStatus.ACTIVE), ("Pro", SubscriptionStatus.ENDED)}
    assert (purchase.product_name, purchase.status) == ("Bookkeeping course", "disputed")


async def test_long_history_is_fetched_completely() -> None:
    stripe = connected(LEO)
    stripe.api.hold(*(charge(number) for number in range(250)))
    answer = await stripe.ask(ObjectKind.ACCOUNT, "cus_Leo")
    assert len(by_key(answer.snapshots)) == 251
    assert stripe.paths.count("/v1/charges") == 3


async def test_every_page_has_its_own_timestamp() -> None:
    stripe = connected(LEO)
    stripe.api.hold(*(charge(number) for number in range(2)))
    stamps = {snapshot.timestamp for snapshot in (await stripe.ask(ObjectKind.ACCOUNT, "cus_Leo")).snapshots}
    assert {stamp.fetched_at for stamp in stamps} == {stripe.api.now}


async def test_customer_linked_by_metadata_is_fetched_with_the_claim() -> None:
    stripe = connected(event("customer.created")["data"]["object"])
    (claim,) = (await stripe.ask(ObjectKind.ACCOUNT, "cus_Ada")).claims
    assert claim.customer_id == "user_ada"


def charge(number: int) -> dict[str, Any]:
    return variant("charge.paid") | {"id": f"ch_{number}", "customer": "cus_Leo", "payment_intent": f"pi_{number}"}


async def linked(stripe: Connected) -> Billing:
    storage, clock, customer_id = InMemoryStorage(), FakeClock(stripe.api.now), CustomerId("user_leo")
    await RegisterCustomer(storage=storage, clock=clock)(Registration(customer_id=customer_id))
    await LinkAccount(storage=storage, clock=clock)(customer_id, ref("cus_Leo"))
    assert await FetchDueObjects(storage=storage, providers={STRIPE: stripe.provider}, clock=clock)() == 1
    facts = await storage.customer_records(customer_id)
    assert facts is not None
    return assemble_billing(facts)
