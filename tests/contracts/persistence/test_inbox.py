"""Every genuine delivery is stored once."""

from application.ports.storage.inbox import Delivery, DeliveryStatus
from application.ports.storage.storage import Storage
from contracts.persistence.writing import delivery
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName
from examples import ALPHA, BETA, ref


async def receive(storage: Storage, *deliveries: Delivery) -> frozenset[tuple[ProviderName, str]]:
    async with storage.begin() as uow:
        new = await uow.inbox.receive(deliveries)
        await uow.commit()
    return new


async def test_first_deliveries_are_all_new(storage: Storage) -> None:
    assert await receive(storage, delivery("one"), delivery("two")) == {(ALPHA, "one"), (ALPHA, "two")}


async def test_repeated_delivery_is_not_new(storage: Storage) -> None:
    await receive(storage, delivery("one"))
    assert await receive(storage, delivery("two"), delivery("one")) == {(ALPHA, "two")}


async def test_delivery_repeated_in_one_call_is_stored_once(storage: Storage) -> None:
    assert await receive(storage, delivery("one"), delivery("one", type="again")) == {(ALPHA, "one")}


async def test_keys_of_two_providers_are_independent(storage: Storage) -> None:
    await receive(storage, delivery("one"))
    assert await receive(storage, delivery("one", provider=BETA)) == {(BETA, "one")}


async def test_empty_call_returns_no_new_deliveries(storage: Storage) -> None:
    assert await receive(storage) == frozenset()


async def test_delivery_with_any_content_can_be_stored(storage: Storage) -> None:
    strange = delivery(
        "one",
        payload='{"name": "a\0b\ud800 \U0001f600"}',
        type="\0",
        status=DeliveryStatus.FAILED,
        error="Überlänge",
        subject=(ObjectKind.SUBSCRIPTION, ref("sub")),
        account=ref("account"),
    )
    assert await receive(storage, strange) == {(ALPHA, "one")}
    assert await receive(storage, strange) == frozenset()


async def test_thousand_and_one_deliveries_are_stored_in_one_call(storage: Storage) -> None:
    many = [delivery(str(number)) for number in range(1_001)]
    assert len(await receive(storage, *many)) == len(many)


async def test_applied_deliveries_are_distinguished_from_the_others(storage: Storage) -> None:
    statuses = {status.value: status for status in DeliveryStatus}
    await receive(storage, *(delivery(key, status=status) for key, status in statuses.items()))
    async with storage.begin() as uow:
        asked = {(ALPHA, key) for key in [*statuses, "unknown"]} | {(BETA, "applied")}
        assert await uow.inbox.applied(asked) == {(ALPHA, "applied")}
