"""Customers of two providers, driven by signed deliveries: after convergence, disorder has left no trace."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from databases import engines_on_copy
from domain.billing.access import Access
from domain.billing.next_charge import next_charge
from domain.provider import ProviderName, ProviderRef
from domain.subscription import Subscription
from fakes.storage import InMemoryStorage
from town.at_rest import Seen, assert_customers_see_the_same, everybody
from town.generated import lives, subscribers
from town.happening import Happening
from town.life import CUSTOMERS, END, Life, moment
from town.life import Subscription as Told
from town.oracle import Oracle, next_charge_of, price_of, shown_id, status_of
from town.town import Delivery, Town, everything_arrives, in_memory, on_database

pytestmark = pytest.mark.slow

DELAYS = [0.0, 0.1, 0.5, 2.0, 6.0, 15.0, 60.0, 3 * 3600.0]
chance = st.randoms(use_true_random=False)


def disordered(happenings: list[Happening], chance: random.Random) -> list[Delivery]:
    """Deliver each event late, once, repeatedly or never."""
    return [Delivery(happening=each, after=_arrivals(each, chance)) for each in happenings]


def _arrivals(happening: Happening, chance: random.Random) -> list[float]:
    copies = chance.choice([1, 1, 1, 2, 3] if happening.needed else [0, 1, 1, 1, 2, 3])
    return [chance.choice(DELAYS) for _ in range(copies)]


def mirrored(town: Town) -> dict[Any, Any]:
    """Return the mirrored part of everything that was sent; fetches may have added more."""
    assert isinstance(town.storage, InMemoryStorage)
    known = town.storage.tables.mirror
    told = {(h.about[0], ProviderRef(provider=ProviderName(h.provider), id=h.about[1])) for h in town.happenings()}
    return {key: (known[key].snapshot.comparable_fields(), known[key].ever_counted) for key in told if key in known}


def agrees(seen: dict[str, Seen | None], life: Life) -> None:
    """Compare with the results that a person would derive from the lifecycle."""
    oracle = Oracle(life)
    for customer in CUSTOMERS:
        each = seen[customer]
        if each is None:
            assert oracle.access(customer) == {(False, None, "nothing_bought")}
            continue
        billing, access = each.billing.billing, each.billing.access
        assert {(str(a.ref.provider), a.ref.id) for a in billing.accounts} == oracle.accounts(customer)
        subscribed = {(s.provider, s.id) for s in oracle.subscriptions(customer)}
        assert {(str(s.ref.provider), s.ref.id) for s in billing.subscriptions} == subscribed
        bought = {(p.provider, shown_id(p), status_of(p)) for p in oracle.purchases(customer)}
        assert {(str(p.ref.provider), p.ref.id, p.status.value) for p in billing.purchases} == bought
        for subscription in oracle.subscriptions(customer):
            ref = ProviderRef(provider=ProviderName(subscription.provider), id=subscription.id)
            shown = billing.subscription(ref)
            assert shown is not None
            granted, until, reason = oracle.access_of(subscription)
            expected = Access(granted=granted, until=moment(until) if until is not None else None, reason=reason)
            assert each.billing.access_of(shown) == expected
            costs_what_it_should(shown, subscription)
        home = billing.derived_home
        assert (home and (home.provider, home.reference)) == oracle.first_home(customer)
        assert (billing.home and billing.home.provider) == oracle.home(customer)
        best = oracle.access(customer)
        assert (access.granted, access.until) in {(granted, until and moment(until)) for granted, until, _ in best}
        assert access.reason in {reason for _, _, reason in best}


def costs_what_it_should(shown: Subscription, told: Told) -> None:
    """Check amounts in the charged currency, before and after discounts."""
    assert shown.plan is not None
    price, charge = shown.plan.price, next_charge(shown, moment(END))
    assert price is not None
    assert (price.amount, price.currency) == price_of(told)
    assert bool(shown.discounts) == told.last.discounted
    assert charge is None or charge.amount == next_charge_of(told) * (shown.plan.quantity or 1)


@given(lives(), chance)
async def test_disordered_events_converge_to_the_same_state_as_ordered_ones(life: Life, chance: random.Random) -> None:
    orderly, disorderly = in_memory(life), in_memory(life)
    await orderly.live(everything_arrives(orderly.happenings()))
    await disorderly.live(disordered(disorderly.happenings(), chance))
    first, other = await everybody(orderly), await everybody(disorderly)
    agrees(first, life)
    agrees(other, life)
    assert_customers_see_the_same(first, other)
    assert mirrored(orderly) == mirrored(disorderly)


@given(subscribers(), chance)
async def test_arrears_and_scheduled_changes_decide_access(life: Life, chance: random.Random) -> None:
    for deliver in (everything_arrives, lambda happenings: disordered(happenings, chance)):
        town = in_memory(life)
        await town.live(deliver(town.happenings()))
        agrees(await everybody(town), life)


@given(life=lives(), chance=chance)
@settings(max_examples=settings().max_examples // 10, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_database_converges_to_the_same_state(life: Life, chance: random.Random, migrated_sqlite: Path) -> None:
    remembered = in_memory(life)
    deliveries = disordered(remembered.happenings(), chance)
    await remembered.live(deliveries)
    async with engines_on_copy(migrated_sqlite) as engines:
        written = on_database(life, engines)
        await written.live(deliveries)
        first, other = await everybody(remembered), await everybody(written)
    agrees(other, life)
    assert_customers_see_the_same(first, other)
