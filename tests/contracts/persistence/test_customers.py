"""The host's users are kept as the host told of them."""

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


async def test_a_customer_comes_back_whole(storage: Storage) -> None:
    await register(storage, WHOLE, bob)
    assert await get(storage, ADA) == WHOLE
    assert await get(storage, BOB) == bob


async def test_a_stranger_is_not_there(storage: Storage) -> None:
    await register(storage, ada)
    assert await get(storage, BOB) is None


async def test_registering_says_who_is_new_and_leaves_the_others_alone(storage: Storage) -> None:
    await register(storage, WHOLE)
    async with storage.begin() as uow:
        new = await uow.customers.register([ada, bob, replace(bob, name="Bob"), ada])
        await uow.commit()
    assert new == {BOB}
    assert await get(storage, ADA) == WHOLE
    assert await get(storage, BOB) == bob


async def test_saving_overwrites_and_clears(storage: Storage) -> None:
    await register(storage, WHOLE, bob)
    cleared = replace(WHOLE, email=None, name="Ada", pin=None)
    async with storage.begin() as uow:
        await uow.customers.save(cleared)
        await uow.commit()
    assert await get(storage, ADA) == cleared
    assert await get(storage, BOB) == bob


async def test_saving_a_stranger_registers_nobody(storage: Storage) -> None:
    async with storage.begin() as uow:
        await uow.customers.save(ada)
        await uow.commit()
    assert await get(storage, ADA) is None


async def test_whoever_gets_a_customer_keeps_other_writers_waiting(storage: Storage) -> None:
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
