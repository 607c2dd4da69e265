"""A login link admits one visitor to one customer's billing, once and for a short time."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest

from application.customers.register_customer import Registration
from application.portal.billing_page_session import SessionExpired
from application.portal.create_billing_session import BillingSession
from application.portal.redeem_login_link import LoginLinkInvalid, NewSession
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


async def visit_of(stage: Stage) -> NewSession:
    return await stage.use.enter_billing((await link_of(stage)).secret)


async def test_login_link_has_256_random_bits_and_only_its_digest_is_stored(known: Stage) -> None:
    first, second = await link_of(known), await link_of(known)
    assert re.fullmatch(r"[\w-]{43}", first.secret)
    assert first.secret != second.secret
    kept = repr([*known.memory.tables.sessions.items()])
    assert first.secret not in kept
    assert first.secret not in repr(first)
    assert len(known.memory.tables.sessions) == 2


async def test_login_link_for_an_unknown_customer_is_refused(known: Stage) -> None:
    with pytest.raises(CustomerNotFound):
        await known.use.create_billing_session(BOB, return_url=None)


async def test_login_link_can_be_previewed_any_number_of_times(known: Stage) -> None:
    link = await link_of(known)
    for _ in range(3):
        assert (await known.use.look_at_billing_link(link.secret)).id == ADA
    await known.use.enter_billing(link.secret)


async def test_session_belongs_to_the_customer_and_keeps_the_return_url(known: Stage) -> None:
    visit = await visit_of(known)
    session = await known.use.visit_billing(visit.secret)
    assert (session.customer_id, session.return_url) == (ADA, RETURN_URL)
    assert visit.secret not in repr([*known.memory.tables.sessions.values(), visit])


async def test_login_link_works_once(known: Stage) -> None:
    link = await link_of(known)
    await known.use.enter_billing(link.secret)
    for try_again in (known.use.look_at_billing_link, known.use.enter_billing):
        with pytest.raises(LoginLinkInvalid):
            await try_again(link.secret)


async def test_concurrent_sign_ins_with_one_link_admit_one_visitor(known: Stage) -> None:
    link = await link_of(known)
    entering = (known.use.enter_billing(link.secret) for _ in range(20))
    outcomes = await asyncio.gather(*entering, return_exceptions=True)
    assert sum(isinstance(outcome, NewSession) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, LoginLinkInvalid) for outcome in outcomes) == 19


async def test_login_link_expires_after_five_minutes(known: Stage) -> None:
    link = await link_of(known)
    known.clock.advance(timedelta(minutes=5) - timedelta(microseconds=1))
    await known.use.look_at_billing_link(link.secret)
    known.clock.advance(timedelta(microseconds=1))
    assert known.clock.now() == link.expires_at
    for late in (known.use.look_at_billing_link, known.use.enter_billing):
        with pytest.raises(LoginLinkInvalid):
            await late(link.secret)


async def test_session_expires_after_an_hour(known: Stage) -> None:
    visit = await visit_of(known)
    known.clock.advance(timedelta(hours=1) - timedelta(microseconds=1))
    await known.use.visit_billing(visit.secret)
    known.clock.advance(timedelta(microseconds=1))
    with pytest.raises(SessionExpired):
        await known.use.visit_billing(visit.secret)


@pytest.mark.parametrize("secret", ["", "x", "\0", "\udcff", "é" * 5000])
async def test_unknown_secret_is_refused(known: Stage, secret: str) -> None:
    await visit_of(known)
    with pytest.raises(SessionExpired):
        await known.use.visit_billing(secret)
    with pytest.raises(LoginLinkInvalid):
        await known.use.enter_billing(secret)


async def test_login_links_and_sessions_are_not_interchangeable(known: Stage) -> None:
    link, visit = await link_of(known), await visit_of(known)
    with pytest.raises(SessionExpired):
        await known.use.visit_billing(link.secret)
    with pytest.raises(LoginLinkInvalid):
        await known.use.enter_billing(visit.secret)


async def test_sign_out_ends_only_that_session(known: Stage) -> None:
    visit, other = await visit_of(known), await visit_of(known)
    for _ in range(2):
        await known.use.leave_billing(visit.secret)
    with pytest.raises(SessionExpired):
        await known.use.visit_billing(visit.secret)
    await known.use.visit_billing(other.secret)


async def test_new_sign_in_ends_the_previous_session(known: Stage) -> None:
    before = await visit_of(known)
    now = await known.use.enter_billing((await link_of(known)).secret, leaving=before.secret)
    with pytest.raises(SessionExpired):
        await known.use.visit_billing(before.secret)
    await known.use.visit_billing(now.secret)


async def test_failed_sign_in_keeps_the_current_session(known: Stage) -> None:
    visit = await visit_of(known)
    with pytest.raises(LoginLinkInvalid):
        await known.use.enter_billing("spent", leaving=visit.secret)
    await known.use.visit_billing(visit.secret)


async def test_expired_sessions_are_deleted_when_the_next_link_is_made(known: Stage) -> None:
    for _ in range(7):
        await visit_of(known)
        await link_of(known)
    known.clock.advance(timedelta(hours=1))
    await link_of(known)
    assert len(known.memory.tables.sessions) == 1
