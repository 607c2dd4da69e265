"""Erasing one customer removes all of their data and none of another's, whatever the two are called."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.persistence.storage import SqlStorage
from application.customers.register_customer import RegisterCustomer, Registration
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ports.provider.event import ProviderEvent
from application.ports.provider.mentions import folded
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryId, DeliveryStatus
from application.ports.storage.storage import Storage
from application.privacy.erase_customer import EraseCustomer, Erasure
from databases import engines_on_copy
from domain.customer import CustomerId
from examples import NOON
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage
from properties.customers_to_erase import Buyer, deliveries_of, providers

pytestmark = pytest.mark.slow

ALL = 1_000

ids = st.sampled_from(
    ["10", "1", "101", "object", "id", "data", "user", "user_1", "user_10", "user.1", "a@b.example", "null", "paid"]
) | st.from_regex(r"[A-Za-z0-9_.:@|+~-]{1,12}", fullmatch=True).filter(lambda text: text not in ("me", ".", ".."))
names = st.sampled_from(
    [
        "object",
        "data",
        "id",
        "active",
        "10",
        "Foo A/S",
        "Vera/Smith GmbH",
        "Ünï & Söhne",
        '"quoted"',
        "A",
        "A\\B",
        "张伟",
    ]
) | st.text(min_size=1, max_size=8).filter(lambda text: bool(text.strip()) and text.isprintable())
emails = st.sampled_from(
    ["v&v@x.example", "vv@x.example", "V/V@x.example", "active", "10", "é@x.example", "a@b.example", "xa@b.example"]
)


@st.composite
def two_buyers(draw: st.DrawFn) -> tuple[Buyer, Buyer]:
    """Draw two buyers who share neither id nor address nor name."""
    one, other = draw(st.lists(ids, min_size=2, max_size=2, unique=True))
    addresses = draw(st.lists(emails, min_size=2, max_size=2, unique_by=folded))
    called = draw(st.lists(names, min_size=2, max_size=2, unique_by=folded))
    return (
        Buyer(number=1, id=CustomerId(one), email=addresses[0], name=called[0]),
        Buyer(number=2, id=CustomerId(other), email=addresses[1], name=called[1]),
    )


async def register(storage: Storage, buyer: Buyer) -> None:
    told = Registration(customer_id=buyer.id, email=buyer.email, name=buyer.name, accounts=buyer.accounts)
    await RegisterCustomer(storage=storage, clock=FakeClock(NOON))(told)


async def kept(storage: Storage) -> dict[DeliveryId, Delivery]:
    return {delivery.id: delivery for delivery in await storage.payloads(DeliveryFilter(), limit=ALL)}


async def erased_between(
    storage: Storage, buyers: tuple[Buyer, Buyer], chance: random.Random, *, escaped: bool
) -> tuple[Erasure, dict[DeliveryId, Delivery]]:
    """Send both all events, erase the first, and send all events again as new deliveries."""
    apply = ApplyProviderEvent(storage=storage, clock=FakeClock(NOON))
    erase = EraseCustomer(storage=storage, providers=providers(), clock=FakeClock(NOON))
    theirs, others = ([*deliveries_of(buyer, escaped=escaped)] for buyer in buyers)
    for buyer in buyers:
        await register(storage, buyer)
    before, after = _in_any_order(theirs, chance), _in_any_order(others, chance)
    await apply([*before, *after])
    untouched = {each: delivery for each, delivery in (await kept(storage)).items() if each in _keys(others)}
    assert untouched.keys() == _keys(others)
    erasure = await erase(buyers[0].id, search_all=True)
    again = [*deliveries_of(buyers[0], escaped=not escaped, again=True)]
    await apply(_in_any_order(again, chance))
    return erasure, untouched


def _in_any_order(events: Sequence[ProviderEvent], chance: random.Random) -> list[ProviderEvent]:
    return chance.sample(events, k=len(events))


def _keys(events: Sequence[ProviderEvent]) -> set[DeliveryId]:
    return {(event.provider, event.key) for event in events}


async def nothing_but_the_others_is_kept(
    storage: Storage, buyers: tuple[Buyer, Buyer], chance: random.Random, *, escaped: bool
) -> None:
    erasure, untouched = await erased_between(storage, buyers, chance, escaped=escaped)
    assert await kept(storage) == untouched
    assert {each.status for each in untouched.values()} >= {DeliveryStatus.APPLIED, DeliveryStatus.FAILED}
    assert (erasure.again, erasure.complete, erasure.undecided, erasure.anothers) == (False, True, (), ())
    assert await storage.customer_records(buyers[0].id) is None
    other = await storage.customer_records(buyers[1].id)
    assert other is not None
    assert buyers[0].id not in {claim.customer_id for claim in other.ownership.claims}


@given(two_buyers(), st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=settings().max_examples // 5)
async def test_erasing_one_customer_leaves_the_other_unchanged(
    buyers: tuple[Buyer, Buyer],
    chance: random.Random,
    escaped: bool,  # noqa: FBT001  # as the strategies give it
) -> None:
    await nothing_but_the_others_is_kept(InMemoryStorage(), buyers, chance, escaped=escaped)


@given(buyers=two_buyers(), chance=st.randoms(use_true_random=False), escaped=st.booleans())
@settings(max_examples=settings().max_examples // 20, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_erasing_one_customer_leaves_the_other_unchanged_on_a_database(
    buyers: tuple[Buyer, Buyer],
    chance: random.Random,
    escaped: bool,  # noqa: FBT001  # as the strategies give it
    migrated_sqlite: Path,
) -> None:
    async with engines_on_copy(migrated_sqlite, connections=1) as engines:
        await nothing_but_the_others_is_kept(SqlStorage(engines), buyers, chance, escaped=escaped)
