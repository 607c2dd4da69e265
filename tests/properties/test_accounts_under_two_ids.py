"""A Stripe customer that is an Accounts v2 account has two ids, either of which names the one account."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from adapters.persistence import tables
from adapters.persistence.database import Database
from databases import engines_on_copy
from domain.mirror.snapshot import ObjectKind
from fakes.storage import InMemoryStorage
from properties.test_customers_of_both import DELAYS, agrees, mirrored
from town.at_rest import assert_customers_see_the_same, everybody
from town.generated import lives
from town.happening import Happening, Object
from town.life import DAY, STRIPE, Life
from town.town import Delivery, Town, everything_arrives, in_memory, on_database

pytestmark = pytest.mark.slow

_LATE = [0.0, 60.0, 3 * 3600.0, 10.0 * DAY, 10.0 * DAY]
"""The events of an account itself, which name both of its ids, often come after most of its belongings."""

_NAMES_BOTH = frozenset({"subscription", "checkout.session", "invoice", "payment_intent"})


def second_id(account: str) -> str:
    return account.replace("cus_", "acct_")


def with_second_ids(held: Object) -> Object:
    """Return the object with both ids of its account, as the API does."""
    if held["object"] == "customer":
        return held | {"customer_account": second_id(held["id"])}
    if held["object"] in _NAMES_BOTH and held.get("customer"):
        return held | {"customer_account": second_id(held["customer"])}
    return held


def named_by_either(happening: Happening, chance: random.Random) -> Happening:
    """Let an event name the account by one of its ids or by both."""
    event = json.loads(happening.body)
    about = with_second_ids(event["data"]["object"])
    if about["object"] in _NAMES_BOTH and about.get("customer"):
        about |= chance.choice([{}, {"customer": None}, {"customer": None}, {"customer_account": None}])
    event["data"]["object"] = about
    held = tuple(with_second_ids(each) for each in happening.held)
    return replace(happening, body=json.dumps(event).encode(), held=held)


def delivered(happenings: list[Happening], chance: random.Random) -> Iterator[Delivery]:
    for happening in happenings:
        told = named_by_either(happening, chance) if happening.provider == STRIPE else happening
        delays = _LATE if told.about[0] is ObjectKind.ACCOUNT else DELAYS
        arrivals = [chance.choice(delays) for _ in range(chance.choice([1, 1, 2]))]
        yield Delivery(happening=told, after=arrivals)


def by_the_host(life: Life, chance: random.Random) -> Life:
    """Let the host and operators name accounts by either id, too."""
    acts = [
        replace(act, account=second_id(act.account)) if act.provider == STRIPE and chance.random() < 0.5 else act
        for act in life.acts
    ]
    return replace(life, acts=tuple(acts))


def kept_under_second_ids(town: Town) -> list[object]:
    assert isinstance(town.storage, InMemoryStorage)
    tables = town.storage.tables
    accounts = [getattr(m.snapshot, "account", None) for m in tables.mirror.values()]
    accounts += [claim.account for claim in tables.claims.values()]
    return [each for each in accounts if each is not None and each.id.startswith("acct_")]


@given(lives(), st.randoms(use_true_random=False))
async def test_events_under_either_id_belong_to_one_account(life: Life, chance: random.Random) -> None:
    orderly, mixed = in_memory(life), in_memory(by_the_host(life, chance))
    await orderly.live(everything_arrives(orderly.happenings()))
    await mixed.live(list(delivered(orderly.happenings(), chance)))
    mixed.life = life
    first, other = await everybody(orderly), await everybody(mixed)
    agrees(other, life)
    assert_customers_see_the_same(first, other)
    assert mirrored(orderly) == mirrored(mixed)
    assert kept_under_second_ids(mixed) == []


@given(life=lives(), chance=st.randoms(use_true_random=False))
@settings(max_examples=settings().max_examples // 10, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_database_stores_everything_under_the_first_id(
    life: Life, chance: random.Random, migrated_sqlite: Path
) -> None:
    told = by_the_host(life, chance)
    remembered = in_memory(told)
    deliveries = list(delivered(remembered.happenings(), chance))
    await remembered.live(deliveries)
    async with engines_on_copy(migrated_sqlite) as engines:
        written = on_database(told, engines)
        await written.live(deliveries)
        remembered.life = written.life = life
        first, other = await everybody(remembered), await everybody(written)
        assert await accounts_stored(engines) <= {"cus_1", "cus_2"}
    agrees(other, life)
    assert_customers_see_the_same(first, other)


async def accounts_stored(engines: Database) -> set[str]:
    """Return the accounts at Stripe under which data is stored."""
    of_accounts = (tables.subscriptions, tables.facets, tables.inbox, tables.claims, tables.unlinkings)
    found: set[str] = set()
    async with engines.reading.connect() as connection:
        for table in of_accounts:
            chosen = select(table.c.account_id).where(table.c.provider == STRIPE, table.c.account_id.is_not(None))
            found |= set((await connection.scalars(chosen)).all())
    return found - {""}
