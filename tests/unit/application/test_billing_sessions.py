"""A link lets one visitor in to one customer's billing, once and not for long."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest

from application.create_billing_session import BillingSession
from application.enter_billing import BillingLinkSpent, Visit
from application.register_customer import Registration
from application.visit_billing import BillingVisitOver
from domain.customer import CustomerNotFound
from examples import ADA, BOB
from unit.application.stage import Stage

RETURN_URL = "https://app.example/account"


@pytest.fixture
async def known(stage: Stage) -> Stage:
    await stage.use.register_customer(Registration(customer_id=ADA))
    return stage


async def link_of(stage: Stage) -> BillingSession:
    return await stage.use.create_billing_session(ADA, return_url=RETURN_URL)


async def visit_of(stage: Stage) -> Visit:
    return await stage.use.enter_billing((await link_of(stage)).secret)


async def test_a_link_holds_256_random_bits_and_only_their_digest_is_kept(known: Stage) -> None:
    first, second = await link_of(known), await link_of(known)
    assert re.fullmatch(r"[\w-]{43}", first.secret)
    assert first.secret != second.secret
    kept = repr([*known.memory.tables.sessions.items()])
    assert first.secret not in kept
    assert first.secret not in repr(first)
    assert len(known.memory.tables.sessions) == 2


async def test_there_is_no_link_to_a_strangers_billing(known: Stage) -> None:
    with pytest.raises(CustomerNotFound):
        await known.use.create_billing_session(BOB, return_url=None)


async def test_looking_at_a_link_says_whose_billing_it_is_as_often_as_one_likes(known: Stage) -> None:
    link = await link_of(known)
    for _ in range(3):
        assert (await known.use.look_at_billing_link(link.secret)).id == ADA
    await known.use.enter_billing(link.secret)


async def test_a_visit_is_the_customers_and_knows_the_way_back(known: Stage) -> None:
    visit = await visit_of(known)
    session = await known.use.visit_billing(visit.secret)
    assert (session.customer_id, session.return_url) == (ADA, RETURN_URL)
    assert visit.secret not in repr([*known.memory.tables.sessions.values(), visit])


async def test_a_link_lets_in_once(known: Stage) -> None:
    link = await link_of(known)
    await known.use.enter_billing(link.secret)
    for try_again in (known.use.look_at_billing_link, known.use.enter_billing):
        with pytest.raises(BillingLinkSpent):
            await try_again(link.secret)


async def test_of_many_who_enter_at_once_one_gets_in(known: Stage) -> None:
    link = await link_of(known)
    entering = (known.use.enter_billing(link.secret) for _ in range(20))
    outcomes = await asyncio.gather(*entering, return_exceptions=True)
    assert sum(isinstance(outcome, Visit) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, BillingLinkSpent) for outcome in outcomes) == 19


async def test_a_link_is_good_for_five_minutes(known: Stage) -> None:
    link = await link_of(known)
    known.clock.advance(timedelta(minutes=5) - timedelta(microseconds=1))
    await known.use.look_at_billing_link(link.secret)
    known.clock.advance(timedelta(microseconds=1))
    assert known.clock.now() == link.expires_at
    for late in (known.use.look_at_billing_link, known.use.enter_billing):
        with pytest.raises(BillingLinkSpent):
            await late(link.secret)


async def test_a_visit_lasts_an_hour(known: Stage) -> None:
    visit = await visit_of(known)
    known.clock.advance(timedelta(hours=1) - timedelta(microseconds=1))
    await known.use.visit_billing(visit.secret)
    known.clock.advance(timedelta(microseconds=1))
    with pytest.raises(BillingVisitOver):
        await known.use.visit_billing(visit.secret)


@pytest.mark.parametrize("secret", ["", "x", "\0", "\udcff", "é" * 5000])
async def test_what_nobody_was_given_lets_nobody_in(known: Stage, secret: str) -> None:
    await visit_of(known)
    with pytest.raises(BillingVisitOver):
        await known.use.visit_billing(secret)
    with pytest.raises(BillingLinkSpent):
        await known.use.enter_billing(secret)


async def test_a_link_is_no_visit_and_a_visit_no_link(known: Stage) -> None:
    link, visit = await link_of(known), await visit_of(known)
    with pytest.raises(BillingVisitOver):
        await known.use.visit_billing(link.secret)
    with pytest.raises(BillingLinkSpent):
        await known.use.enter_billing(visit.secret)


async def test_leaving_ends_the_visit_and_no_other(known: Stage) -> None:
    visit, other = await visit_of(known), await visit_of(known)
    for _ in range(2):
        await known.use.leave_billing(visit.secret)
    with pytest.raises(BillingVisitOver):
        await known.use.visit_billing(visit.secret)
    await known.use.visit_billing(other.secret)


async def test_entering_anew_ends_the_visit_before(known: Stage) -> None:
    before = await visit_of(known)
    now = await known.use.enter_billing((await link_of(known)).secret, leaving=before.secret)
    with pytest.raises(BillingVisitOver):
        await known.use.visit_billing(before.secret)
    await known.use.visit_billing(now.secret)


async def test_who_cannot_enter_stays_on_the_visit_they_were_on(known: Stage) -> None:
    visit = await visit_of(known)
    with pytest.raises(BillingLinkSpent):
        await known.use.enter_billing("spent", leaving=visit.secret)
    await known.use.visit_billing(visit.secret)


async def test_what_has_run_out_is_forgotten_when_the_next_link_is_made(known: Stage) -> None:
    for _ in range(7):
        await visit_of(known)
        await link_of(known)
    known.clock.advance(timedelta(hours=1))
    await link_of(known)
    assert len(known.memory.tables.sessions) == 1
