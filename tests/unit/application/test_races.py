"""Concurrent changes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.customers.register_customer import Registration
from application.fetching.fetch_due_objects import LEASE
from application.ports.errors import ProviderUnavailable
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import AccountUnlink, Trust
from domain.ownership.errors import AccountAlreadyLinked
from domain.subscription import SubscriptionStatus
from examples import ADA, ALPHA, BOB, claim, fetched, pushed, ref, told_account, told_subscription
from unit.application.stage import SUBSCRIPTION, Stage

SECOND = timedelta(seconds=1)
WANTED = FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("sub"))


def answer(seconds: float, status: SubscriptionStatus = SubscriptionStatus.ACTIVE) -> ProviderUpdate:
    return ProviderUpdate(snapshots=(told_subscription(timestamp=fetched(seconds), status=status),))


async def test_response_overtaken_by_a_webhook_is_fetched_again(stage: Stage) -> None:
    await stage.hear(told_subscription(), fetch_requests=(WANTED,))
    stage.alpha.answers[SUBSCRIPTION] = answer(60)
    ended = told_subscription(timestamp=pushed(60), status=SubscriptionStatus.ENDED)
    stage.alpha.meanwhile[SUBSCRIPTION] = lambda: stage.hear(ended)
    await stage.ask(after=60 * SECOND)
    assert stage.mirrored().contested_at is not None
    stage.alpha.meanwhile.clear()
    stage.alpha.answers[SUBSCRIPTION] = answer(67, SubscriptionStatus.ENDED)
    assert await stage.ask(after=7 * SECOND) == 1
    assert stage.mirrored().snapshot.status is SubscriptionStatus.ENDED
    assert not stage.agenda


async def test_contest_noticed_during_a_fetch_is_refetched(stage: Stage) -> None:
    await stage.hear(told_subscription(), fetch_requests=(WANTED,))
    stage.alpha.answers[SUBSCRIPTION] = answer(0)
    stage.alpha.meanwhile[SUBSCRIPTION] = lambda: stage.hear(told_subscription(status=SubscriptionStatus.PAST_DUE))
    await stage.ask()
    stage.alpha.meanwhile.clear()
    assert stage.mirrored().contested_at is not None
    stage.alpha.answers[SUBSCRIPTION] = answer(7)
    assert await stage.ask(after=7 * SECOND) == 1
    assert stage.mirrored().contested_at is None


async def test_leased_task_is_fetched_by_one_process_only(stage: Stage) -> None:
    await stage.hear(fetch_requests=(WANTED, FetchRequest(kind=ObjectKind.SUBSCRIPTION, ref=ref("b"))))
    stage.alpha.answers[SUBSCRIPTION] = answer(1)
    await asyncio.gather(stage.ask(), stage.ask(), stage.ask())
    assert sorted(stage.alpha.asked) == [(ObjectKind.SUBSCRIPTION, ref("b")), SUBSCRIPTION]


async def test_response_after_the_lease_expired_does_not_affect_the_new_holder(stage: Stage) -> None:
    async def taken_over() -> None:
        stage.alpha.meanwhile.clear()
        assert await stage.ask(after=LEASE) == 1

    await stage.hear(told_subscription(), fetch_requests=(WANTED,))
    stage.alpha.answers[SUBSCRIPTION] = answer(60)
    stage.alpha.meanwhile[SUBSCRIPTION] = taken_over
    await stage.ask()
    assert len(stage.alpha.asked) == 2
    assert stage.mirrored().snapshot.timestamp == fetched(60)
    assert not stage.agenda


async def test_contest_caused_by_a_concurrent_write_is_noticed(stage: Stage) -> None:
    stage.storage.rivals.append(lambda: stage.hear(told_subscription(status=SubscriptionStatus.PAST_DUE)))
    await stage.hear(told_subscription())
    assert stage.mirrored().contested_at is not None
    assert set(stage.agenda) == {SUBSCRIPTION}


async def test_concurrent_registrations_of_one_account_admit_one_customer(stage: Stage) -> None:
    def registering(customer: CustomerId) -> Awaitable[bool]:
        return stage.use.register_customer(Registration(customer_id=customer, accounts=[ref("account")]))

    outcomes = await asyncio.gather(registering(ADA), registering(BOB), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, AccountAlreadyLinked)]
    assert len(refused) == 1
    assert len(stage.tables.claims) == len(stage.tables.customers) == 1


@pytest.mark.parametrize("trust", Trust)
async def test_account_unlinked_while_it_is_claimed_stays_unlinked(stage: Stage, trust: Trust) -> None:
    async def unlinked() -> None:
        async with stage.memory.begin() as uow:
            await uow.claims.unlink(AccountUnlink(account=ref("account"), customer_id=ADA), stage.clock.now())
            await uow.commit()

    stage.storage.rivals.append(unlinked)
    await stage.hear(told_subscription(), claims=(claim(trust=trust),))
    billing = await stage.billing()
    assert (billing.accounts, billing.subscriptions) == ((), ())


async def test_claims_that_name_two_accounts_for_one_subscription_link_both_and_show_it_once(stage: Stage) -> None:
    await stage.hear(told_subscription(), claims=(claim(), claim(account="former")))
    billing = await stage.billing()
    assert {account.ref for account in billing.accounts} == {ref("account"), ref("former")}
    assert len(billing.subscriptions) == 1


async def test_account_claimed_by_two_customers_belongs_to_the_earlier_claim_in_any_order(stage: Stage) -> None:
    first = told_subscription("first"), claim(ADA, subject="first")
    second = told_subscription("second"), claim(BOB, subject="second", subject_created_at=pushed(9).as_of)
    for told in ((first, second), (second, first)):
        here = Stage(clock=stage.clock)
        for snapshot, word in told:
            await here.hear(snapshot, claims=(word,))
        assert len((await here.billing(ADA)).subscriptions) == 2
        assert (await here.billing(BOB)).subscriptions == ()


async def test_account_deleted_and_changed_in_the_same_second_is_refetched(stage: Stage) -> None:
    gone = told_account(deleted=True, created_at=None)
    for told in ((told_account(), gone), (gone, told_account())):
        here = Stage(clock=stage.clock)
        await here.hear(*told, claims=(claim(kind=ObjectKind.ACCOUNT, subject="account"),))
        assert set(here.agenda) == {(ObjectKind.ACCOUNT, ref("account"))}
        assert [account.deleted for account in (await here.billing()).accounts] == [True]


Step = Callable[[Stage], Awaitable[object]]


def push(second: int, status: SubscriptionStatus) -> Step:
    return lambda stage: stage.hear(told_subscription(timestamp=pushed(second), status=status))


def ask(wait: int, status: SubscriptionStatus) -> Step:
    async def step(stage: Stage) -> None:
        stage.clock.advance(wait * SECOND)
        now = (stage.clock.now() - told_subscription().created_at).total_seconds()
        stage.alpha.answers[SUBSCRIPTION] = answer(now, status)
        await stage.ask()

    return step


def want() -> Step:
    return lambda stage: stage.hear(fetch_requests=(WANTED,))


def fail(wait: int) -> Step:
    async def step(stage: Stage) -> None:
        stage.alpha.fails = ProviderUnavailable(ALPHA, "no answer")
        await stage.ask(after=wait * SECOND)
        stage.alpha.fails = None

    return step


statuses = st.sampled_from([SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE, SubscriptionStatus.ENDED])
steps = st.one_of(
    st.builds(push, st.integers(0, 20), statuses),
    st.builds(ask, st.integers(0, 9), statuses),
    st.builds(fail, st.integers(0, 9)),
    st.builds(want),
)


@given(st.lists(st.tuples(steps, steps), max_size=12))
async def test_contested_object_stays_in_the_fetch_queue_until_it_is_settled(pairs: list[tuple[Step, Step]]) -> None:
    """The second step of each pair runs while the first waits for the provider or is about to be written."""
    stage = Stage()
    for step, between in pairs:
        stage.alpha.meanwhile[SUBSCRIPTION] = _once(stage, between)
        stage.storage.rivals.append(_once(stage, between))
        await step(stage)
        stage.storage.rivals.clear()
        contested = {key for key, known in stage.tables.mirror.items() if known.contested_at is not None}
        assert contested <= set(stage.agenda)
    for _ in range(60):
        if not stage.agenda:
            break
        await ask(7, SubscriptionStatus.ENDED)(stage)
    assert not stage.agenda


def _once(stage: Stage, step: Step) -> Callable[[], Awaitable[None]]:
    async def happens() -> None:
        stage.alpha.meanwhile.clear()
        stage.storage.rivals.clear()
        await step(stage)

    return happens
