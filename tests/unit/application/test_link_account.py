"""Linking and unlinking of accounts."""

from __future__ import annotations

import pytest

from application.customers.register_customer import Registration
from domain.customer import CustomerId, CustomerNotFound
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Trust
from domain.ownership.errors import AccountAlreadyLinked, AccountNotFound, AccountUnlinked
from examples import ADA, BETA, BOB, NOON, after, claim, ref, told_account, told_payment, told_subscription
from unit.application.stage import Stage

ACCOUNT = ref("account")


@pytest.fixture
async def registered(stage: Stage) -> Stage:
    for customer in (ADA, BOB):
        await stage.use.register_customer(Registration(customer_id=customer))
    return stage


async def owned(stage: Stage, customer: CustomerId = ADA) -> tuple[int, int, int]:
    billing = await stage.billing(customer)
    return len(billing.accounts), len(billing.subscriptions), len(billing.purchases)


async def test_linking_shows_everything_in_the_account_at_once(registered: Stage) -> None:
    await registered.hear(told_subscription("a"), told_subscription("b"), told_payment())
    assert await owned(registered) == (0, 0, 0)
    await registered.use.link_account(ADA, ACCOUNT)
    assert await owned(registered) == (1, 2, 1)


async def test_linking_queues_a_fetch_of_the_account(registered: Stage) -> None:
    await registered.use.link_account(ADA, ACCOUNT)
    assert set(registered.agenda) == {(ObjectKind.ACCOUNT, ACCOUNT)}


async def test_repeated_linking_changes_nothing_and_fetches_nothing(registered: Stage) -> None:
    await registered.use.link_account(ADA, ACCOUNT)
    registered.agenda.clear()
    before = registered.tables.claims
    await registered.use.link_account(ADA, ACCOUNT)
    assert registered.tables.claims == before
    assert not registered.agenda


async def test_unknown_customer_cannot_be_linked(stage: Stage) -> None:
    with pytest.raises(CustomerNotFound):
        await stage.use.link_account(ADA, ACCOUNT)
    with pytest.raises(CustomerNotFound):
        await stage.use.unlink_account(ADA, ACCOUNT)
    assert not stage.tables.claims


@pytest.mark.parametrize("trust", [Trust.UNSIGNED, Trust.SIGNED, Trust.SELLER])
async def test_host_claim_outranks_all_others_regardless_of_time(registered: Stage, trust: Trust) -> None:
    await registered.hear(told_subscription(), claims=(claim(BOB, trust),))
    await registered.use.link_account(ADA, ACCOUNT)
    await registered.hear(
        told_subscription("b"), claims=(claim(BOB, trust, subject="b", subject_created_at=after(-999)),)
    )
    assert await owned(registered, ADA) == (1, 2, 0)
    assert await owned(registered, BOB) == (0, 0, 0)


async def test_host_claim_is_not_replaced_by_another_host_claim(registered: Stage) -> None:
    await registered.use.link_account(ADA, ACCOUNT)
    with pytest.raises(AccountAlreadyLinked):
        await registered.use.link_account(BOB, ACCOUNT)
    assert await owned(registered, ADA) == (1, 0, 0)


async def test_confirmation_by_the_host_keeps_the_original_link_dates(registered: Stage) -> None:
    early = claim(kind=ObjectKind.ACCOUNT, subject="account")
    late = claim(kind=ObjectKind.ACCOUNT, subject="account", provider=BETA, subject_created_at=after(60))
    await registered.hear(told_account(), claims=(early, late))
    registered.clock.moment = after(999)
    await registered.use.link_account(ADA, ACCOUNT)
    billing = await registered.billing()
    assert [(account.ref, account.linked_at) for account in billing.accounts] == [
        (ACCOUNT, NOON),
        (ref("account", BETA), after(60)),
    ]


async def test_unlinked_account_stays_unlinked_after_later_claims(registered: Stage) -> None:
    await registered.use.link_account(ADA, ACCOUNT)
    await registered.hear(told_subscription(), claims=(claim(),))
    await registered.use.unlink_account(ADA, ACCOUNT)
    assert await owned(registered) == (0, 0, 0)
    await registered.hear(told_subscription("b"), claims=(claim(subject="b", subject_created_at=after(-999)),))
    assert await owned(registered) == (0, 0, 0)
    with pytest.raises(AccountUnlinked):
        await registered.use.link_account(ADA, ACCOUNT)
    with pytest.raises(AccountUnlinked):
        await registered.use.register_customer(Registration(customer_id=ADA, accounts=[ACCOUNT]))


async def test_unlinked_account_is_not_credited_by_a_claim_without_an_account(registered: Stage) -> None:
    """A checkout may arrive before its account does."""
    word = claim(kind=ObjectKind.ORDER, subject="order", account=None)
    await registered.hear(told_payment(), claims=(word, claim(kind=ObjectKind.ORDER, subject="order")))
    assert await owned(registered) == (1, 0, 1)
    await registered.use.unlink_account(ADA, ACCOUNT)
    assert await owned(registered) == (0, 0, 0)


async def test_unlinked_account_goes_to_the_next_best_claim(registered: Stage) -> None:
    await registered.hear(told_subscription(), claims=(claim(ADA), claim(BOB, Trust.SIGNED)))
    await registered.use.unlink_account(ADA, ACCOUNT)
    assert await owned(registered, BOB) == (1, 1, 0)


async def test_unlinked_account_can_be_linked_to_another_customer(registered: Stage) -> None:
    await registered.use.link_account(ADA, ACCOUNT)
    await registered.use.unlink_account(ADA, ACCOUNT)
    await registered.use.link_account(BOB, ACCOUNT)
    assert await owned(registered, BOB) == (1, 0, 0)


async def test_only_the_owner_can_be_unlinked(registered: Stage) -> None:
    await registered.use.link_account(ADA, ACCOUNT)
    with pytest.raises(AccountNotFound):
        await registered.use.unlink_account(BOB, ACCOUNT)
    assert await owned(registered, ADA) == (1, 0, 0)


async def test_repeated_unlinking_changes_nothing(registered: Stage) -> None:
    await registered.use.link_account(ADA, ACCOUNT)
    await registered.use.unlink_account(ADA, ACCOUNT)
    before = registered.tables.unlinkings
    registered.clock.moment = after(60)
    await registered.use.unlink_account(ADA, ACCOUNT)
    assert registered.tables.unlinkings == before


async def test_write_conflict_during_linking_or_unlinking_is_retried(registered: Stage) -> None:
    async def rival() -> None:
        registered.storage.begun += 100

    registered.storage.rivals.extend([rival])
    await registered.use.link_account(ADA, ACCOUNT)
    assert await owned(registered) == (1, 0, 0)
    registered.storage.rivals.extend([rival])
    await registered.use.unlink_account(ADA, ACCOUNT)
    assert await owned(registered) == (0, 0, 0)
