"""A database remembers its owner from the first time it is stored."""

from application.ports.storage.storage import Storage


async def remember(storage: Storage, **values: str) -> dict[str, str]:
    async with storage.begin() as uow:
        kept = await uow.installation.get_or_set(values)
        await uow.commit()
    return kept


async def test_first_value_of_a_name_is_permanent(storage: Storage) -> None:
    assert await remember(storage, mode="live") == {"mode": "live"}
    assert await remember(storage, mode="test") == {"mode": "live"}


async def test_only_the_requested_names_are_returned(storage: Storage) -> None:
    await remember(storage, mode="live", alpha="seller_1")
    assert await remember(storage, alpha="seller_2", beta="shop") == {"alpha": "seller_1", "beta": "shop"}
    assert await remember(storage) == {}
