"""Unlinked candidates are each seen once and in order, whatever the size of the pages."""

from __future__ import annotations

from application.customers.list_unlinked import ListUnlinked, Unlinked
from application.ports.storage.storage import Storage
from application.ports.storage.unlinked import START, UnlinkedCursor, UnlinkedSection
from contracts.persistence.writing import claimed, mirror
from domain.mirror.snapshot import ObjectKind
from domain.one_off_purchase import OneOffPurchase
from domain.ownership.claim import AccountUnlink, Claim, Trust
from examples import ADA, BETA, BOB, NOON, after, claim, ref, told_account, told_charge, told_payment, told_subscription


async def found(storage: Storage, *, limit: int = 100) -> list[Unlinked]:
    everything: list[Unlinked] = []
    at: UnlinkedCursor | None = START
    while at is not None:
        page = await ListUnlinked(storage=storage)(at, limit=limit)
        assert len(page.found) <= limit
        everything += page.found
        at = page.ended
    return everything


async def listed(storage: Storage, *, limit: int = 100) -> list[str]:
    return [f"{thing.kind} {thing.ref.id}" for thing in await found(storage, limit=limit)]


async def unlink(storage: Storage, account: str) -> None:
    async with storage.begin() as uow:
        await uow.claims.unlink(AccountUnlink(account=ref(account), customer_id=ADA), NOON)
        await uow.commit()


async def test_account_is_listed_whichever_object_names_it(storage: Storage) -> None:
    await mirror(
        storage,
        told_account("told"),
        told_subscription("sub", account=ref("subscribed")),
        told_payment("order", account=ref("paid")),
        told_subscription("other", account=ref("elsewhere", BETA), provider=BETA),
    )
    assert await listed(storage) == ["account paid", "account subscribed", "account told", "account elsewhere"]


async def test_account_with_only_charges_or_unconfirmed_payments_is_not_listed(storage: Storage) -> None:
    await mirror(storage, told_charge("charge", account=ref("account")), told_payment("bare", confirms_one_off=False))
    assert await listed(storage) == []


async def test_owned_or_deleted_account_is_not_listed(storage: Storage) -> None:
    await mirror(storage, told_account("held"), told_account("deleted", deleted=True), told_account("nobodys"))
    await claimed(storage, claim(subject="sub", account="held"))
    assert await listed(storage) == ["account nobodys"]


async def test_unlinked_account_is_listed_again_with_the_rejected_claim(storage: Storage) -> None:
    await mirror(storage, told_account("account"))
    await claimed(storage, claim())
    await unlink(storage, "account")
    assert await listed(storage) == ["account account", "subscription sub"]


async def test_account_with_all_subscriptions_credited_is_not_listed(storage: Storage) -> None:
    await mirror(storage, told_subscription("sub"))
    await claimed(storage, claim(trust=Trust.UNSIGNED))
    assert await listed(storage) == []
    await mirror(storage, told_subscription("second"))
    assert await listed(storage) == ["account account"]


async def test_account_with_an_uncredited_purchase_is_listed(storage: Storage) -> None:
    await mirror(storage, told_subscription("sub"), told_payment("order"))
    await claimed(storage, claim(trust=Trust.UNSIGNED))
    assert await listed(storage) == ["account account"]
    await claimed(storage, claim(BOB, Trust.UNSIGNED, subject="order", kind=ObjectKind.ORDER))
    assert await listed(storage) == []


async def test_signed_claim_on_a_later_purchase_is_listed_with_the_account(storage: Storage) -> None:
    """An earlier purchase may be mirrored without an owner, or claimed in a way that links nothing."""
    carried = claim(BOB, Trust.SIGNED, subject="cheap", kind=ObjectKind.ORDER, subject_created_at=after(9))
    await mirror(storage, told_subscription("sub"), told_payment("cheap", created_at=after(9)))
    await claimed(storage, carried)
    account, word = await found(storage)
    assert (account.ref, account.claim) == (ref("account"), None)
    assert (word.claim, word.owner) == (carried, None)
    await claimed(storage, claim(ADA, Trust.UNSIGNED))
    [word] = await found(storage)
    assert word.claim == carried


async def test_signed_claim_on_the_first_purchase_owns_the_account_with_all_later_ones(storage: Storage) -> None:
    first = claim(ADA, Trust.SIGNED, subject="first", kind=ObjectKind.ORDER)
    await mirror(storage, told_payment("first"), told_subscription("later", created_at=after(9)))
    await claimed(storage, first)
    assert await listed(storage) == []


async def test_competing_signed_claims_on_one_account_are_both_listed(storage: Storage) -> None:
    await claimed(
        storage, claim(ADA, Trust.SIGNED), claim(BOB, Trust.SIGNED, subject="other", subject_created_at=after(9))
    )
    assert await listed(storage) == ["subscription sub", "subscription other"]


async def test_claim_on_a_part_of_another_customers_purchase_is_rejected(storage: Storage) -> None:
    invoice = told_payment("invoice", kind=ObjectKind.INVOICE, account=None, keys=("invoice", "intent"))
    checkout = told_payment("session", kind=ObjectKind.CHECKOUT, account=None, keys=("session", "intent"))
    await mirror(storage, invoice, checkout)
    won = claim(ADA, subject="session", account=None, kind=ObjectKind.CHECKOUT)
    lost = claim(BOB, Trust.SIGNED, subject="invoice", account=None, kind=ObjectKind.INVOICE)
    await claimed(storage, won, lost)
    [thing] = await found(storage)
    assert (thing.claim, thing.owner) == (lost, ADA)


async def test_guest_purchase_is_listed_once_until_any_of_its_ids_is_claimed(storage: Storage) -> None:
    await mirror(
        storage,
        told_payment("session", kind=ObjectKind.CHECKOUT, account=None, keys=("session", "intent")),
        told_payment("intent", kind=ObjectKind.PAYMENT, account=None, keys=("intent",)),
        told_payment("invoice", kind=ObjectKind.INVOICE, account=None, keys=("invoice", "intent")),
    )
    assert await listed(storage) == ["checkout session"]
    await claimed(storage, claim(subject="invoice", account=None, kind=ObjectKind.INVOICE))
    assert await listed(storage) == []


async def test_purchase_with_an_account_on_any_facet_is_listed_under_the_account(storage: Storage) -> None:
    await mirror(
        storage,
        told_payment("session", kind=ObjectKind.CHECKOUT, account=None, keys=("session", "intent")),
        told_payment("invoice", kind=ObjectKind.INVOICE, keys=("invoice", "intent")),
    )
    assert await listed(storage) == ["account account"]


async def test_rejected_claim_is_listed_with_the_owner(storage: Storage) -> None:
    lost = claim(BOB, Trust.SIGNED, subject="other")
    await claimed(storage, claim(ADA, Trust.HOST), lost, claim(BOB, subject="bobs", account="bobs"))
    [thing] = await found(storage)
    assert (thing.claim, thing.owner, thing.account) == (lost, ADA, ref("account"))


async def test_competing_claims_on_one_guest_purchase_are_distinguished(storage: Storage) -> None:
    said: list[Claim] = [
        claim(who, Trust.UNSIGNED, account=None, subject_created_at=after(second))
        for who, second in ((ADA, 5), (BOB, 2))
    ]
    await claimed(storage, *said)
    [thing] = await found(storage)
    assert (thing.claim, thing.owner) == (said[0], BOB)


async def test_pagination_skips_no_entry(storage: Storage) -> None:
    await mirror(storage, *(told_account(f"account{number}") for number in range(5)))
    await mirror(storage, *(told_payment(f"guest{number}", account=None) for number in range(5)))
    await claimed(storage, *(claim(who, subject=f"s{n}", account=f"a{n}") for n in range(4) for who in (ADA, BOB)))
    await claimed(storage, claim(subject="account1", account="account1"))
    whole = await listed(storage)
    assert len(whole) == 4 + 5 + 4
    assert await listed(storage, limit=1) == await listed(storage, limit=3) == whole


async def test_candidate_page_is_limited(storage: Storage) -> None:
    await mirror(storage, *(told_account(f"account{number}") for number in range(3)))
    stretch = await storage.unlinked(START, limit=1)
    assert [seen.what for seen in stretch.seen] == [ref("account0")]
    assert stretch.ended == stretch.seen[0].at


async def test_guest_purchase_is_loaded_with_all_its_facets(storage: Storage) -> None:
    await mirror(storage, told_payment(account=None), told_charge())
    [seen] = (await storage.unlinked(UnlinkedCursor(section=UnlinkedSection.PURCHASES), limit=10)).seen
    assert isinstance(seen.what, OneOffPurchase)
    assert len(seen.what.facets) == 2
