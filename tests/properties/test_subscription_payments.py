"""No subscription lifecycle ever yields a one-off purchase, whatever metadata is on which object."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.fetching.fetch_due_objects import FetchDueObjects
from application.ingestion.apply_provider_event import ApplyProviderEvent
from domain.billing.assembly import assemble_billing
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from fakes.storage import InMemoryStorage
from fixtures.stripe.payloads import Shape, event, variant, wrap
from unit.providers.stripe.connected import Connected, connected
from unit.providers.stripe.reading import STRIPE, read, ref

pytestmark = pytest.mark.slow

ADA = CustomerId("user_ada")
SUBSCRIPTION = (ObjectKind.SUBSCRIPTION, ref("sub_AdaPro"))
SHAPES: tuple[Shape, ...] = ("new", "2020-08-27")
SPOKEN_OF = ("payment_intent", "charge", "invoice", "subscription", "checkout.session")
"""The types of objects that a seller may write the customer's id into."""
HELD = (
    event("invoice_payment.paid")["data"]["object"],
    variant("product.pro"),
    variant("price.pro_monthly"),
    event("customer.created")["data"]["object"],
)


def as_of_today(marked: frozenset[str]) -> list[dict[str, Any]]:
    """Return every object of the lifecycle, with the customer's id in the metadata of those types."""
    lived = [
        event("invoice.paid")["data"]["object"],
        variant("payment_intent.of_subscription"),
        variant("charge.of_subscription"),
        event("customer.subscription.deleted")["data"]["object"],
        variant("checkout.session.subscription_mode"),
    ]
    return [marked_as(each, marked) for each in lived]


def deliveries(marked: frozenset[str]) -> list[dict[str, Any]]:
    """Return all of Stripe's events about it, in the shapes of both API versions."""
    told = [event(type_, shape) for type_ in ("invoice.finalized", "invoice.paid") for shape in SHAPES]
    told += [event(f"customer.subscription.{word}") for word in ("created", "updated", "deleted")]
    told += [event("invoice_payment.paid")]
    for name, type_ in (
        ("payment_intent.of_subscription", "payment_intent.succeeded"),
        ("charge.of_subscription", "charge.refunded"),
        ("checkout.session.subscription_mode", "checkout.session.completed"),
    ):
        each = variant(name)
        told.append(wrap(each, type_, created=1798880500, event_id=f"evt_new_{type_}"))
        if each["object"] != "checkout.session":
            old = each | {"invoice": "in_AdaSecond"}
            told.append(wrap(old, type_, created=1798880501, event_id=f"evt_old_{type_}", api_version="2020-08-27"))
    return [{**each, "data": {"object": marked_as(each["data"]["object"], marked)}} for each in told]


def marked_as(each: dict[str, Any], marked: frozenset[str]) -> dict[str, Any]:
    return each | {"metadata": {"user_id": ADA} if each["object"] in marked else {}}


class Life:
    """An installation that receives some of the events and may fetch the rest from Stripe."""

    def __init__(self, marked: frozenset[str]) -> None:
        self.stripe: Connected = connected(*HELD, *as_of_today(marked))
        self.storage = InMemoryStorage()
        self.apply = ApplyProviderEvent(storage=self.storage, clock=self.stripe.clock)
        providers = {STRIPE: self.stripe.provider}
        self.ask = FetchDueObjects(storage=self.storage, providers=providers, clock=self.stripe.clock)

    @property
    def knows_the_subscription(self) -> bool:
        return SUBSCRIPTION in self.storage.tables.mirror

    async def hear(self, told: dict[str, Any]) -> None:
        await self.apply([read(told)])

    async def fetch(self) -> None:
        while await self.ask():
            pass

    async def purchases(self) -> tuple[OneOffPurchase, ...]:
        facts = await self.storage.customer_records(ADA)
        return assemble_billing(facts).purchases if facts is not None else ()


@pytest.mark.parametrize("number", range(len(deliveries(frozenset()))))
async def test_single_event_of_a_lifecycle_yields_no_purchase_once_the_rest_is_fetched(
    number: int,
) -> None:
    marked = frozenset(SPOKEN_OF)
    life = Life(marked)
    await life.hear(deliveries(marked)[number])
    await life.fetch()
    assert await life.purchases() == ()


@pytest.mark.parametrize("word", ["created", "updated"])
async def test_payment_of_a_subscriber_waits_until_its_invoices_are_listed(word: str) -> None:
    marked = frozenset(SPOKEN_OF)
    life = Life(marked)
    told = [each for each in deliveries(marked) if each["type"] == f"customer.subscription.{word}"]
    told += [each for each in deliveries(marked) if each["type"] == "payment_intent.succeeded"][:1]
    for each in told:
        await life.hear(each)
        assert await life.purchases() == ()


@settings(max_examples=100)
@given(st.data(), st.frozensets(st.sampled_from(SPOKEN_OF)))
async def test_subscription_lifecycle_yields_no_purchase(data: st.DataObject, marked: frozenset[str]) -> None:
    """Not even briefly once the subscription is known, and never after the missing objects were fetched."""
    everything = deliveries(marked)
    lost = data.draw(st.frozensets(st.sampled_from((*SPOKEN_OF, "invoice_payment"))))
    left = [number for number, each in enumerate(everything) if each["data"]["object"]["object"] not in lost]
    chosen = data.draw(st.lists(st.sampled_from(left), min_size=1, max_size=16)) if left else []
    fetched_after = data.draw(st.sets(st.integers(0, len(chosen))))
    life = Life(marked)
    for position, number in enumerate(chosen):
        await life.hear(everything[number])
        assert not life.knows_the_subscription or await life.purchases() == (), json.dumps(chosen)
        if position in fetched_after:
            await life.fetch()
            assert await life.purchases() == ()
    await life.fetch()
    assert await life.purchases() == ()
