"""An operator assigns a guest's purchase to a customer."""

from __future__ import annotations

import pytest

from application.customers.link_purchase import LinkPurchase
from contracts.persistence.writing import ada, bob, mirror, register
from domain.billing.assembly import assemble_billing
from domain.customer import CustomerId, CustomerNotFound
from domain.mirror.snapshot import ObjectKind
from domain.ownership.errors import AccountAlreadyLinked, PurchaseNotFound
from examples import ADA, BOB, NOON, ref, told_payment
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage

ORDER = ObjectKind.ORDER


@pytest.fixture
async def storage() -> InMemoryStorage:
    made = InMemoryStorage()
    await mirror(made, told_payment(account=None), told_payment("bare", account=None, confirms_one_off=False))
    await register(made, ada, bob)
    return made


async def link(storage: InMemoryStorage, customer: CustomerId, order: str = "order") -> None:
    await LinkPurchase(storage=storage, clock=FakeClock(NOON))(customer, ORDER, ref(order))


async def bought(storage: InMemoryStorage, customer: CustomerId) -> list[str]:
    facts = await storage.customer_records(customer)
    assert facts is not None
    return [purchase.ref.id for purchase in assemble_billing(facts).purchases]


async def test_linked_purchase_is_verified_and_linking_again_changes_nothing(storage: InMemoryStorage) -> None:
    await link(storage, ADA)
    await link(storage, ADA)
    assert (await bought(storage, ADA), await bought(storage, BOB)) == (["order"], [])
    assert len(storage.tables.claims) == 1


async def test_linked_purchase_cannot_be_linked_to_another_customer(storage: InMemoryStorage) -> None:
    await link(storage, ADA)
    with pytest.raises(AccountAlreadyLinked):
        await link(storage, BOB)


@pytest.mark.parametrize("order", ["unknown", "bare"])
async def test_object_that_is_not_a_purchase_cannot_be_linked(storage: InMemoryStorage, order: str) -> None:
    with pytest.raises(PurchaseNotFound):
        await link(storage, ADA, order)


async def test_unknown_customer_cannot_be_given_a_purchase(storage: InMemoryStorage) -> None:
    with pytest.raises(CustomerNotFound):
        await link(storage, CustomerId("nobody"))
