"""A unit of work is applied completely or not at all."""

import pytest

from application.ports.storage.sessions import Session, SessionKind
from application.ports.storage.storage import Storage
from contracts.persistence.writing import LEASE, about, ada, ask, asked, delivery, load, register, take
from domain.ownership.claim import AccountUnlink
from examples import ADA, ALPHA, NOON, claim, known, ref, told_payment, told_subscription

SUBSCRIPTION = told_subscription()
PAYMENT = told_payment()
LINK = Session(kind=SessionKind.LINK, digest="digest", customer_id=ADA, return_url=None, expires_at=NOON)


class SomethingWentWrong(Exception):
    """A failure halfway through."""


async def write_everything(storage: Storage, *, commit: bool, fail: bool = False) -> None:
    async with storage.begin() as uow:
        await uow.inbox.receive([delivery("one")])
        await uow.customers.register([ada])
        await uow.claims.add([claim()])
        await uow.claims.unlink(AccountUnlink(account=ref("other"), customer_id=ADA), NOON)
        await uow.mirror.save([known(SUBSCRIPTION), known(PAYMENT)])
        await uow.installation.get_or_set({"mode": "test"})
        await uow.sessions.add(LINK)
        if fail:
            raise SomethingWentWrong
        if commit:
            await uow.commit()


async def nothing_is_kept(storage: Storage) -> bool:
    async with storage.begin() as uow:
        new = await uow.inbox.receive([delivery("one")])
        mode = await uow.installation.get_or_set({"mode": "live"})
        customer = await uow.customers.get(ADA)
    session = await storage.session(LINK.kind, LINK.digest)
    ownership = await about(storage, accounts=[ref("account"), ref("other")])
    loaded = await load(storage, SUBSCRIPTION.key, PAYMENT.key)
    return (
        bool(new)
        and mode == {"mode": "live"}
        and customer is None
        and session is None
        and not loaded
        and not (ownership.claims or ownership.unlinkings)
    )


async def test_committed_changes_are_stored(storage: Storage) -> None:
    await write_everything(storage, commit=True)

    assert set(await load(storage, SUBSCRIPTION.key, PAYMENT.key)) == {SUBSCRIPTION.key, PAYMENT.key}
    assert await storage.session(LINK.kind, LINK.digest) == (LINK, ada)
    ownership = await about(storage, accounts=[ref("account"), ref("other")])
    assert ownership.claims == {claim()}
    assert ownership.is_unlinked(ref("other"), ADA)
    async with storage.begin() as uow:
        assert await uow.customers.get(ADA) == ada
        assert await uow.inbox.receive([delivery("one")]) == frozenset()
        assert await uow.installation.get_or_set({"mode": "live"}) == {"mode": "test"}


async def test_leaving_without_a_commit_rolls_back_everything(storage: Storage) -> None:
    await write_everything(storage, commit=False)
    assert await nothing_is_kept(storage)


async def test_error_rolls_back_everything(storage: Storage) -> None:
    with pytest.raises(SomethingWentWrong):
        await write_everything(storage, commit=True, fail=True)
    assert await nothing_is_kept(storage)


async def test_changes_after_the_commit_are_rolled_back(storage: Storage) -> None:
    async with storage.begin() as uow:
        await uow.commit()
        await uow.customers.register([ada])
    async with storage.begin() as uow:
        assert await uow.customers.get(ADA) is None


async def test_lease_without_a_commit_has_no_effect(storage: Storage) -> None:
    await asked(storage, ask())
    async with storage.begin() as uow:
        await uow.fetch_queue.lease(frozenset({ALPHA}), NOON, limit=1, lease=LEASE)
    [task] = await take(storage, 0)
    assert task.attempts == 1


async def test_working_storage_passes_its_check(storage: Storage) -> None:
    await register(storage, ada)
    await storage.check()
    async with storage.begin() as uow:
        assert await uow.customers.get(ADA) == ada
