"""After an erasure, webhooks check for the erased customer's objects, and load no more of other customers for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from application.ports.provider.updates import ProviderUpdate
from application.ports.storage.inbox import DeliveryFilter
from application.ports.storage.storage import Storage
from contracts.persistence.test_erasing import EMAIL, GRACE, erase, event, hear, register
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Trust
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderRef
from domain.purchases.facet import SubscriptionPaymentSnapshot
from examples import BOB, NOON, claim, pushed, ref, told_charge, told_invoice, told_payment, told_subscription
from fakes.in_memory.mirror import InMemoryMirror
from fakes.storage import InMemoryStorage, InMemoryUnitOfWork

PAYLOAD = f'{{"email": "{EMAIL}"}}'
PAYMENT_OF_A_SUBSCRIPTION = SubscriptionPaymentSnapshot(
    ref=ref("payment"),
    kind=ObjectKind.SUBSCRIPTION_PAYMENT,
    timestamp=pushed(),
    keys=("payment", "invoice"),
    created_at=NOON,
    account=ref("account"),
    subscription=ref("sub"),
)


@dataclass(frozen=True, slots=True)
class WatchedMirror(InMemoryMirror):
    """Records the accounts that were loaded completely."""

    read: list[ProviderRef] = field(default_factory=list)

    async def belongings(self, *, accounts: Set[ProviderRef], subjects: Set[ProviderRef]) -> OwnershipResolver:
        self.read.extend(accounts)
        return await InMemoryMirror.ownership_resolver(self, accounts=accounts, subjects=subjects)


class WatchedStorage(InMemoryStorage):
    read: list[ProviderRef]

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[InMemoryUnitOfWork]:
        async with InMemoryStorage.begin(self) as uow:
            assert isinstance(uow.mirror, InMemoryMirror)
            uow.mirror = WatchedMirror(uow.mirror.tables, self.read)
            yield uow


async def test_account_without_an_erased_customer_is_not_loaded_completely() -> None:
    """A buyer can fill an account with any number of cheap orders, and each one would load all others."""
    storage = WatchedStorage()
    storage.read = []
    await register(storage, GRACE)
    await erase(storage)
    storage.read.clear()
    order = ProviderUpdate(
        snapshots=(told_payment("bobs"),), claims=(claim(BOB, subject="bobs", kind=ObjectKind.ORDER),)
    )
    invoice = ProviderUpdate(snapshots=(told_invoice("invoice"),))
    charge = ProviderUpdate(snapshots=(told_charge(keys=("charge", "bobs")),))
    await hear(storage, event("order", "{}", order), event("invoice", "{}", invoice), event("charge", "{}", charge))
    assert storage.read == []


@pytest.mark.parametrize(
    "late", [told_charge(keys=("charge", "guests")), told_charge(keys=("charge", "invoice")), told_invoice("owed")]
)
async def test_late_facet_of_an_erased_customers_purchase_is_emptied(storage: Storage, late: Snapshot) -> None:
    """It names neither the customer nor an account. Only its keys lead to their objects."""
    await register(storage, GRACE)
    bought = ProviderUpdate(
        snapshots=(told_payment("guests", account=None), told_subscription(), PAYMENT_OF_A_SUBSCRIPTION),
        claims=(
            claim(GRACE, Trust.UNSIGNED, subject="guests", account=None, kind=ObjectKind.ORDER),
            claim(GRACE, Trust.UNSIGNED),
        ),
    )
    await hear(storage, event("bought", PAYLOAD, bought))
    assert await erase(storage)
    await hear(storage, event("late", PAYLOAD, ProviderUpdate(snapshots=(late,))))
    assert await storage.payloads(DeliveryFilter(), limit=9) == []
