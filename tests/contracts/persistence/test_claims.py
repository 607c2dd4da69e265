"""Claims are only added, and every reader gets all of them."""

import asyncio
from dataclasses import replace

import pytest

from application.ports.storage.storage import Storage
from contracts.persistence.writing import about, ada, bob, claimed, register
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import AccountUnlink, Trust
from examples import ADA, BETA, BOB, NOON, after, claim, ref


async def test_claims_are_found_by_their_account_and_by_their_subject(storage: Storage) -> None:
    of_account = claim(subject="sub_1", account="account_1")
    of_other_account = claim(BOB, subject="sub_2", account="account_2")
    of_guest = claim(BOB, Trust.UNSIGNED, subject="order", account=None, kind=ObjectKind.ORDER)
    await claimed(storage, of_account, of_other_account, of_guest)

    assert (await about(storage, accounts=[ref("account_1")])).claims == {of_account}
    assert (await about(storage, subjects=[ref("sub_2")])).claims == {of_other_account}
    found = await about(storage, accounts=[ref("account_1")], subjects=[ref("order"), ref("sub_1")])
    assert found.claims == {of_account, of_guest}
    assert (await about(storage)).claims == frozenset()
    assert (
        await about(storage, accounts=[ref("account_1", BETA)], subjects=[ref("sub_1", BETA)])
    ).claims == frozenset()


async def test_claims_that_differ_in_any_identifying_field_are_all_stored(storage: Storage) -> None:
    claims = [
        claim(),
        claim(BOB),
        claim(trust=Trust.SIGNED),
        claim(subject="other"),
        claim(account=None),
        claim(account="other"),
        claim(kind=ObjectKind.ORDER),
        claim(provider=BETA),
    ]
    await claimed(storage, *claims)
    accounts = [c.account for c in claims if c.account is not None]
    assert (await about(storage, accounts=accounts, subjects=[c.subject for c in claims])).claims == set(claims)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
async def test_earliest_version_of_a_claim_is_stored(storage: Storage, order: tuple[int, ...]) -> None:
    words = [replace(claim(), claimed_at=after(s), subject_created_at=after(s)) for s in (0, 1, 2)]
    for number in order:
        await claimed(storage, words[number])
    assert (await about(storage, subjects=[ref("sub")])).claims == {words[0]}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_earliest_of_each_date_of_a_claim_is_stored(storage: Storage, order: tuple[int, ...]) -> None:
    """The first claimant need not know when the subject was created."""
    words = [
        replace(claim(), claimed_at=after(5), subject_created_at=after(4)),
        replace(claim(), claimed_at=after(9), subject_created_at=after(0)),
    ]
    both = replace(claim(), claimed_at=after(5), subject_created_at=after(0))
    for number in order:
        await claimed(storage, words[number])
    assert (await about(storage, subjects=[ref("sub")])).claims == {both}
    await claimed(storage, *(words[number] for number in order))
    assert (await about(storage, subjects=[ref("sub")])).claims == {both}


async def test_claim_repeated_in_one_call_is_stored_with_its_earliest_version(storage: Storage) -> None:
    words = [replace(claim(), claimed_at=after(s)) for s in (1, 0, 2)]
    await claimed(storage, *words)
    assert (await about(storage, subjects=[ref("sub")])).claims == {words[1]}


async def test_unlink_is_stored_and_returned_with_the_claims_of_its_account(storage: Storage) -> None:
    await claimed(storage, claim(ADA), claim(BOB))
    unlinking = AccountUnlink(account=ref("account"), customer_id=BOB)
    for _ in range(2):
        async with storage.begin() as uow:
            await uow.claims.unlink(unlinking, NOON)
            await uow.commit()
    await claimed(storage, claim(BOB, Trust.HOST, subject="account"))

    for found in (await about(storage, accounts=[ref("account")]), await about(storage, subjects=[ref("sub")])):
        assert found.unlinkings == {unlinking}
        assert found.claims >= {claim(ADA), claim(BOB)}
    assert (await about(storage, accounts=[ref("other")])).unlinkings == frozenset()


async def test_unlink_is_returned_before_any_claim_on_the_account(storage: Storage) -> None:
    await register(storage, ada)
    unlinking = AccountUnlink(account=ref("account"), customer_id=ADA)
    async with storage.begin() as uow:
        await uow.claims.unlink(unlinking, NOON)
        await uow.commit()
    assert (await about(storage, accounts=[ref("account")])).unlinkings == {unlinking}


async def test_account_lock_is_exclusive(storage: Storage) -> None:
    await register(storage, ada, bob)
    accounts = frozenset({ref("account"), ref("another")})

    async def link_unless_linked(word: str) -> bool:
        async with storage.begin() as uow:
            await uow.claims.lock(accounts)
            if (await uow.claims.about(accounts=accounts, subjects=frozenset())).claims:
                return False
            await asyncio.sleep(0)
            await uow.claims.add([claim(BOB if word == "bob" else ADA, subject="account")])
            await uow.commit()
            return True

    linked = await asyncio.gather(*(link_unless_linked(word) for word in ["ada", "bob"] * 5))
    assert linked.count(True) == 1


async def test_empty_lock_and_empty_addition_are_allowed(storage: Storage) -> None:
    async with storage.begin() as uow:
        await uow.claims.lock(frozenset())
        await uow.claims.add([])
        await uow.commit()
    assert (await about(storage, accounts=[ref("account")])).claims == frozenset()
