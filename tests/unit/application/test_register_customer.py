"""Registration of the host's users."""

from __future__ import annotations

import pytest

from application.customers.register_customer import Registration
from domain.customer import Customer, CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.errors import AccountAlreadyLinked
from examples import ADA, BETA, BOB, NOON, after, claim, ref, told_subscription
from silence.made_up import secret
from unit.application.stage import Stage


def customer(stage: Stage, id_: CustomerId = ADA) -> Customer:
    return stage.tables.customers[id_]


async def test_new_customer_is_created_and_then_updated(stage: Stage) -> None:
    assert await stage.use.register_customer(Registration(customer_id=ADA, email="a@example.com", name="Ada"))
    stage.clock.moment = after(60)
    assert not await stage.use.register_customer(Registration(customer_id=ADA, email="b@example.com"))
    assert customer(stage) == Customer(id=ADA, registered_at=NOON, email="b@example.com", name="Ada")


async def test_omitted_fields_are_kept_and_none_clears_them(stage: Stage) -> None:
    await stage.use.register_customer(Registration(customer_id=ADA, email="a@example.com", name="Ada"))
    await stage.use.register_customer(Registration(customer_id=ADA))
    assert (customer(stage).email, customer(stage).name) == ("a@example.com", "Ada")
    await stage.use.register_customer(Registration(customer_id=ADA, email=None))
    assert (customer(stage).email, customer(stage).name) == (None, "Ada")
    await stage.use.register_customer(Registration(customer_id=ADA, name=None))
    assert (customer(stage).email, customer(stage).name) == (None, None)


async def test_customer_registered_by_a_claim_is_not_new(stage: Stage) -> None:
    await stage.hear(told_subscription(), claims=(claim(),))
    assert not await stage.use.register_customer(Registration(customer_id=ADA, email="a@example.com"))
    assert customer(stage).email == "a@example.com"


async def test_claim_does_not_overwrite_data_from_the_host(stage: Stage) -> None:
    await stage.use.register_customer(Registration(customer_id=ADA, email="a@example.com", name="Ada"))
    before = customer(stage)
    await stage.hear(told_subscription(), claims=(claim(),))
    assert customer(stage) == before


async def test_accounts_are_linked_and_fetched_and_never_removed(stage: Stage) -> None:
    here, there = ref("account"), ref("account", BETA)
    await stage.use.register_customer(Registration(customer_id=ADA, accounts=[here, here]))
    await stage.use.register_customer(Registration(customer_id=ADA, accounts=[there]))
    assert {account.ref for account in (await stage.billing()).accounts} == {here, there}
    assert set(stage.agenda) == {(ObjectKind.ACCOUNT, here), (ObjectKind.ACCOUNT, there)}


async def test_registration_with_another_customers_account_changes_nothing(stage: Stage) -> None:
    await stage.use.register_customer(Registration(customer_id=BOB, accounts=[ref("bobs")]))
    stage.agenda.clear()
    with pytest.raises(AccountAlreadyLinked) as refused:
        await stage.use.register_customer(
            Registration(customer_id=ADA, name="Ada", accounts=[ref("adas"), ref("bobs")])
        )
    assert refused.value.account == ref("bobs")
    assert set(stage.tables.customers) == {BOB}
    assert not stage.agenda


async def test_write_conflict_during_registration_is_retried(stage: Stage) -> None:
    async def rival() -> None:
        await stage.use.register_customer(Registration(customer_id=ADA, name="Ada"))

    stage.storage.rivals.extend([rival])
    assert not await stage.use.register_customer(Registration(customer_id=ADA, email="a@example.com"))
    assert customer(stage) == Customer(id=ADA, registered_at=NOON, email="a@example.com", name="Ada")


PERSON = secret("Ada Lovelace")


def test_personal_data_is_in_no_repr() -> None:
    told = Registration(customer_id=ADA, email="a@example.com", name=PERSON)
    kept = Customer(id=ADA, registered_at=NOON, email="a@example.com", name=PERSON)
    for said in (repr(told), repr(kept)):
        assert "example.com" not in said
        assert "Lovelace" not in said
