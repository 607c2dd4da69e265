"""Data under the second id of an account moves to its first id."""

from __future__ import annotations

from application.ports.storage.inbox import DeliverySubjects
from application.ports.storage.storage import Storage
from contracts.persistence.writing import ada, bob, delivery
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import AccountUnlink
from domain.ownership.claim_set import ClaimSet
from examples import ADA, BOB, NOON, claim, known, ref, told_payment, told_subscription

FIRST, SECOND = ref("account"), ref("second")


async def written(storage: Storage) -> None:
    """Store everything that can name an account, under its second id."""
    snapshots = [told_subscription(account=SECOND), told_payment("paid", account=SECOND)]
    async with storage.begin() as uow:
        await uow.customers.register([ada, bob])
        await uow.mirror.save([known(each) for each in snapshots])
        on_itself = claim(kind=ObjectKind.ACCOUNT, subject=SECOND.id, account=SECOND.id)
        await uow.claims.add([claim(account=SECOND.id), on_itself])
        await uow.claims.unlink(AccountUnlink(account=SECOND, customer_id=BOB), NOON)
        await uow.inbox.receive([delivery("one", account=SECOND)])
        await uow.commit()


async def merged(storage: Storage) -> None:
    async with storage.begin() as uow:
        await uow.aliases.add({SECOND: FIRST})
        await uow.commit()


async def ownership(storage: Storage) -> ClaimSet:
    async with storage.begin() as uow:
        return await uow.claims.about(accounts=frozenset({FIRST, SECOND}), subjects=frozenset())


async def test_alias_is_stored(storage: Storage) -> None:
    await merged(storage)
    async with storage.begin() as uow:
        assert await uow.aliases.accounts({SECOND, ref("other")}) == {SECOND: FIRST}


async def test_mirror_claims_and_inbox_move_to_the_first_id(storage: Storage) -> None:
    await written(storage)
    await merged(storage)
    async with storage.begin() as uow:
        loaded = await uow.mirror.load({told_subscription().key, told_payment("paid").key})
        assert [each.snapshot.account for each in loaded.values()] == [FIRST, FIRST]
        assert await uow.inbox.about(DeliverySubjects(accounts=frozenset({FIRST}), subjects=frozenset())) != frozenset()
        assert (
            await uow.inbox.about(DeliverySubjects(accounts=frozenset({SECOND}), subjects=frozenset())) == frozenset()
        )
    held = await ownership(storage)
    assert {(each.account, each.subject) for each in held.claims} == {(FIRST, claim().subject), (FIRST, FIRST)}
    assert held.unlinkings == {AccountUnlink(account=FIRST, customer_id=BOB)}


async def test_several_accounts_move_at_once_to_their_own_first_ids(storage: Storage) -> None:
    other, others = ref("other"), ref("others")
    async with storage.begin() as uow:
        await uow.customers.register([ada, bob])
        await uow.mirror.save(
            [known(told_subscription(f"sub of {each.id}", account=each)) for each in (SECOND, others)]
        )
        await uow.claims.add([claim(account=SECOND.id), claim(BOB, account=others.id), claim(account="third")])
        await uow.claims.unlink(AccountUnlink(account=others, customer_id=BOB), NOON)
        await uow.commit()
    async with storage.begin() as uow:
        await uow.aliases.add({SECOND: FIRST, others: other})
        await uow.commit()
    async with storage.begin() as uow:
        loaded = await uow.mirror.load({told_subscription(f"sub of {each.id}").key for each in (SECOND, others)})
        held = await uow.claims.about(accounts=frozenset({FIRST, other, ref("third")}), subjects=frozenset())
    assert {m.snapshot.ref.id: m.snapshot.account for m in loaded.values()} == {
        "sub of second": FIRST,
        "sub of others": other,
    }
    assert {(each.customer_id, each.account) for each in held.claims} == {
        (ADA, FIRST),
        (BOB, other),
        (ADA, ref("third")),
    }
    assert held.unlinkings == {AccountUnlink(account=other, customer_id=BOB)}


async def test_claims_and_unlinks_under_both_ids_are_stored_once(storage: Storage) -> None:
    await written(storage)
    async with storage.begin() as uow:
        await uow.claims.add([claim(account=FIRST.id)])
        await uow.claims.unlink(AccountUnlink(account=FIRST, customer_id=BOB), NOON)
        await uow.commit()
    await merged(storage)
    held = await ownership(storage)
    assert len(held.claims) == 2
    assert held.unlinkings == {AccountUnlink(account=FIRST, customer_id=BOB)}
