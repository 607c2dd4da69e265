"""After an erasure no data identifies the customer, even if events are delivered late or again."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from application.customers.list_unlinked import ListUnlinked
from application.customers.register_customer import RegisterCustomer, Registration
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.retry_deliveries import RetryDeliveries
from application.portal.create_billing_session import CreateBillingSession
from application.portal.secret import hash_secret
from application.ports.provider.event import DecodedEvent, Ignored, ProviderEvent, Undecodable
from application.ports.provider.provider import Providers
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from application.ports.storage.inbox import DeliveryFilter, DeliveryStatus
from application.ports.storage.sessions import SessionKind
from application.ports.storage.storage import Storage
from application.privacy.erase_customer import EraseCustomer, Erasure
from domain.billing.assembly import assemble_billing
from domain.customer import CustomerId, CustomerNotFound, Pseudonym
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from examples import ALPHA, BOB, NOON, claim, ref, told_account, told_payment, told_subscription
from fakes.clock import FakeClock
from fakes.everything_kept import everything_kept
from fakes.mentions import mentions_in
from fakes.provider import FakeProvider
from fakes.storage import InMemoryStorage

GRACE = CustomerId("user-grace-42")
EMAIL, NAME = "Grace.Hopper@example.com", "Grace Murray Höpper"
PERSONAL = (GRACE, EMAIL, EMAIL.lower(), NAME, json.dumps(NAME)[1:-1])
SUBSCRIBED = ProviderUpdate(snapshots=(told_subscription(),), claims=(claim(GRACE),))
STORY: dict[str, DecodedEvent] = {
    "subscribed": SUBSCRIBED,
    "account": ProviderUpdate(snapshots=(told_account(),)),
    "guest": ProviderUpdate(
        snapshots=(told_payment("guests", account=None),),
        claims=(claim(GRACE, Trust.UNSIGNED, subject="guests", account=None, kind=ObjectKind.ORDER),),
    ),
    "second": ProviderUpdate(
        snapshots=(told_subscription("second", account=ref("other")),),
        claims=(claim(GRACE, subject="second", account="other"),),
    ),
    "unreadable": Undecodable(
        error="too new", fetch_requests=(FetchRequest(kind=ObjectKind.ACCOUNT, ref=ref("account")),)
    ),
    "ignored": Ignored(reason="not handled"),
    "lost": ProviderUpdate(
        snapshots=(told_subscription("bobs", account=ref("bobs")),),
        claims=(
            claim(BOB, subject="bobs", account="bobs"),
            claim(GRACE, Trust.UNSIGNED, subject="bobs", account="bobs"),
        ),
    ),
}
"""All of them with payloads that tell of her; the first tells that the account is hers."""


def told(key: str, number: int = 0) -> ProviderEvent:
    body: dict[str, Any] = {
        "what": f"{key}-{number}",
        "customer": "account",
        "user_id": GRACE,
        "email": EMAIL,
        "to": NAME,
        "ref": f"{GRACE}.0f",
    }
    payload = json.dumps(body, ensure_ascii=number % 2 == 0)
    return event(f"{key}-{number}", payload, STORY[key])


def event(key: str, payload: str, reading: DecodedEvent) -> ProviderEvent:
    mentions = partial(mentions_in, payload, ALPHA)
    return ProviderEvent(provider=ALPHA, key=key, type="told", decoded=reading, payload=payload, mentions=mentions)


async def hear(storage: Storage, *events: ProviderEvent) -> None:
    await ApplyProviderEvent(storage=storage, clock=FakeClock(NOON))(events)


async def register(storage: Storage, customer: CustomerId) -> None:
    registration = Registration(customer_id=customer, email=EMAIL, name=NAME)
    await RegisterCustomer(storage=storage, clock=FakeClock(NOON))(registration)


async def erase(storage: Storage, customer: CustomerId = GRACE, *, search_all: bool = False) -> bool:
    """Erase the customer and return whether there was any data to erase."""
    return not (await erasure(storage, customer, search_all=search_all)).again


async def erasure(storage: Storage, customer: CustomerId = GRACE, *, search_all: bool = False) -> Erasure:
    erase_customer = EraseCustomer(storage=storage, providers=connected(), clock=FakeClock(NOON))
    return await erase_customer(customer, search_all=search_all)


def connected() -> Providers:
    return {ALPHA: FakeProvider(name=ALPHA, storage=InMemoryStorage()).provider()}


async def told_of(storage: Storage) -> list[str]:
    kept = await everything_kept(storage)
    return [word for word in PERSONAL if word in kept]


async def bought(storage: Storage, customer: CustomerId) -> list[str]:
    facts = await storage.customer_records(customer)
    assert facts is not None
    billing = assemble_billing(facts)
    return [s.ref.id for s in billing.subscriptions] + [p.ref.id for p in billing.purchases]


async def stand_in(storage: Storage) -> CustomerId:
    async with storage.begin() as uow:
        return (await uow.erasures.pseudonyms({GRACE, BOB}))[GRACE]


async def test_erasure_removes_all_identifying_data_and_keeps_payments(storage: Storage) -> None:
    await register(storage, GRACE)
    await hear(storage, *(told(key, number) for key in STORY for number in range(2)))
    assert {GRACE, EMAIL, NAME} <= set(await told_of(storage))
    assert await erase(storage)
    assert await told_of(storage) == []
    assert await storage.customer_records(GRACE) is None
    assert await bought(storage, await stand_in(storage)) == ["second", "sub", "guests"]
    assert await bought(storage, BOB) == ["bobs"]


async def test_erasure_ends_the_customers_sessions(storage: Storage) -> None:
    await register(storage, GRACE)
    await register(storage, BOB)
    create = CreateBillingSession(storage=storage, clock=FakeClock(NOON))
    theirs, anothers = await create(GRACE, return_url=None), await create(BOB, return_url=None)
    assert await erase(storage)
    assert await storage.session(SessionKind.LINK, hash_secret(theirs.secret)) is None
    assert await storage.session(SessionKind.LINK, hash_secret(anothers.secret)) is not None


async def test_late_or_repeated_events_do_not_restore_the_data(storage: Storage) -> None:
    await register(storage, GRACE)
    await hear(storage, told("subscribed"))
    await erase(storage)
    for key in STORY:
        await hear(storage, told(key), told(key, 1))
    assert await told_of(storage) == []
    assert await bought(storage, await stand_in(storage)) == ["second", "sub", "guests"]
    listed = (await storage.deliveries(DeliveryFilter(status=DeliveryStatus.FAILED), limit=9)).deliveries
    assert listed == ()


async def test_payloads_from_before_the_first_claim_are_emptied_too(storage: Storage) -> None:
    await register(storage, GRACE)
    await erase(storage)
    await hear(storage, told("account"))
    assert EMAIL in await told_of(storage)
    await hear(storage, told("subscribed"))
    assert await told_of(storage) == []


async def test_erased_customers_purchases_do_not_fall_to_a_rejected_claimant(storage: Storage) -> None:
    await hear(storage, told("subscribed"))
    rival = ProviderUpdate(snapshots=(told_subscription(),), claims=(claim(BOB, Trust.SIGNED),))
    await hear(storage, event("rival", "{}", rival))
    await erase(storage)
    assert await bought(storage, BOB) == []
    assert [u.owner for u in (await ListUnlinked(storage=storage)(limit=9)).found] == [await stand_in(storage)]


async def test_unrelated_payloads_are_searched_for_the_name_on_demand(storage: Storage) -> None:
    """They bought again under another account, and only the address shows it."""
    await register(storage, GRACE)
    elsewhere = ProviderUpdate(snapshots=(told_subscription("elsewhere", account=ref("elsewhere")),))
    payload = json.dumps({"email": EMAIL})
    await hear(storage, event("e", payload, elsewhere))
    await hear(storage, told("subscribed"))
    await register(storage, BOB)
    await erase(storage)
    assert [d.key for d in await storage.payloads(DeliveryFilter(), limit=9)] == ["e"]
    await erase(storage, BOB, search_all=True)
    assert await told_of(storage) == []


async def test_payloads_of_other_customers_are_kept(storage: Storage) -> None:
    await register(storage, GRACE)
    bobs = ProviderUpdate(snapshots=(told_subscription("bobs", account=ref("bobs")),))
    payload = '{"email": "bob@example.com", "user_id": "user-grace-421"}'
    await hear(storage, event("bobs", payload, bobs))
    await erase(storage)
    kept = await storage.delivery((ALPHA, "bobs"))
    assert kept is not None
    assert kept.deliveries[0].payload == payload


async def test_repeated_erasure_is_harmless_and_an_unknown_customer_is_refused(storage: Storage) -> None:
    await register(storage, GRACE)
    assert await erase(storage)
    assert not await erase(storage)
    with pytest.raises(CustomerNotFound):
        await erase(storage, BOB)


async def test_interrupted_erasure_can_be_repeated(storage: Storage) -> None:
    """The tombstone exists, and all other data still does."""
    await register(storage, GRACE)
    await hear(storage, told("subscribed"))
    async with storage.begin() as uow:
        first = await uow.erasures.add(GRACE, Pseudonym("erased:" + "0" * 32), NOON)
        assert await uow.erasures.add(GRACE, Pseudonym("erased:" + "1" * 32), NOON) == first
        await uow.commit()
    await hear(storage, told("subscribed", 1))
    assert await erase(storage)
    assert await told_of(storage) == []
    assert await stand_in(storage) == first
    assert await bought(storage, first) == ["sub"]


async def test_many_undecodable_deliveries_are_searched_in_bounded_batches(storage: Storage) -> None:
    await hear(storage, told("subscribed"))
    await erase(storage)
    words = json.dumps([f"word-{number}" for number in range(400)])
    others = [
        ProviderEvent(
            provider=ALPHA, key=f"{n}", type="told", decoded=STORY["ignored"], payload=words.replace("word", f"{n}")
        )
        for n in range(20)
    ]
    await hear(storage, *others, told("ignored"))
    kept = {d.key for d in await storage.payloads(DeliveryFilter(), limit=100)}
    assert kept == {event.key for event in others}


async def test_delivery_decoded_later_is_emptied_once_it_is_known_to_be_theirs(storage: Storage) -> None:
    await register(storage, GRACE)
    await hear(storage, told("subscribed"))
    await erase(storage)
    payload = json.dumps({"mail": EMAIL})
    late = event("late", payload, Undecodable(error="too new"))
    await hear(storage, late)
    assert EMAIL in await told_of(storage)
    provider = FakeProvider(name=ALPHA, storage=InMemoryStorage())
    provider.deliveries[payload.encode()] = STORY["account"]
    clock = FakeClock(NOON + timedelta(days=1))
    assert await RetryDeliveries(storage=storage, providers={ALPHA: provider.provider()}, clock=clock)() == 1
    assert await told_of(storage) == []
