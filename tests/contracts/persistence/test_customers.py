"""Customers are stored as the host registered them."""

import asyncio
from dataclasses import replace

from application.ports.storage.storage import Storage
from contracts.persistence.writing import ada, bob, register
from domain.customer import Customer, CustomerId, HomePin
from examples import ADA, ALPHA, BOB, after

WHOLE = Customer(
    id=ADA,
    registered_at=after(0.000001),
    email="ada@example.com",
    name="Ada Ł.",
    pin=HomePin(provider=ALPHA, at=after(1)),
)


async def get(storage: Storage, customer_id: CustomerId) -> Customer | None:
    async with storage.begin() as uow:
        return await uow.customers.get(customer_id)


async def test_customer_is_read_back_completely(storage: Storage) -> None:
    await register(storage, WHOLE, bob)
    assert await get(storage, ADA) == WHOLE
    assert await get(storage, BOB) == bob


async def test_unknown_customer_is_not_found(storage: Storage) -> None:
    await register(storage, ada)
    assert await get(storage, BOB) is None


async def test_registration_returns_new_customers_and_leaves_existing_ones_unchanged(storage: Storage) -> None:
    await register(storage, WHOLE)
    async with storage.begin() as uow:
        new = await uow.customers.register([ada, bob, replace(bob, name="Bob"), ada])
        await uow.commit()
    assert new == {BOB}
    assert await get(storage, ADA) == WHOLE
    assert await get(storage, BOB) == bob


async def test_saving_overwrites_and_clears_fields(storage: Storage) -> None:
    await register(storage, WHOLE, bob)
    cleared = replace(WHOLE, email=None, name="Ada", pin=None)
    async with storage.begin() as uow:
        await uow.customers.save(cleared)
        await uow.commit()
    assert await get(storage, ADA) == cleared
    assert await get(storage, BOB) == bob


async def test_saving_an_unknown_customer_does_not_register_them(storage: Storage) -> None:
    async with storage.begin() as uow:
        await uow.customers.save(ada)
        await uow.commit()
    assert await get(storage, ADA) is None


async def test_reading_a_customer_for_update_blocks_other_writers(storage: Storage) -> None:
    await register(storage, replace(ada, name=""))

    async def append(letter: str) -> None:
        async with storage.begin() as uow:
            customer = await uow.customers.get(ADA)
            assert customer is not None
            await asyncio.sleep(0)
            await uow.customers.save(replace(customer, name=f"{customer.name}{letter}"))
            await uow.commit()

    await asyncio.gather(*(append(letter) for letter in "abcdefghij"))
    customer = await get(storage, ADA)
    assert customer is not None
    assert sorted(customer.name or "") == list("abcdefghij")
