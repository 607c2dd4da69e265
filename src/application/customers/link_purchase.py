"""Use case: a guest's purchase is a customer's."""

from __future__ import annotations

from dataclasses import dataclass

from application.execution.retry_on_conflict import retry_on_conflict
from application.ports.operations.clock import Clock
from application.ports.storage.storage import Storage
from domain.customer import CustomerId, CustomerNotFound
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim, Trust
from domain.ownership.errors import AccountAlreadyLinked, PurchaseNotFound
from domain.provider import ProviderRef
from domain.purchases.facet import PaymentSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPurchase:
    """Gives one purchase to a customer who is known, and nothing else of whoever bought it."""

    storage: Storage
    clock: Clock

    async def __call__(self, customer_id: CustomerId, kind: ObjectKind, purchase: ProviderRef) -> None:
        """`kind` and `purchase`: a payment that vouches for it.

        Raises:
            CustomerNotFound, PurchaseNotFound
            AccountAlreadyLinked: the host itself gave it to somebody else.
        """
        await retry_on_conflict(lambda: self._link(customer_id, kind, purchase))

    async def _link(self, customer_id: CustomerId, kind: ObjectKind, purchase: ProviderRef) -> None:
        async with self.storage.begin() as uow:
            if await uow.customers.get(customer_id) is None:
                raise CustomerNotFound
            await uow.claims.lock(frozenset({purchase}))
            mirrored = (await uow.mirror.load({(kind, purchase)})).get((kind, purchase))
            if (
                mirrored is None
                or not isinstance(mirrored.snapshot, PaymentSnapshot)
                or not mirrored.snapshot.confirms_one_off
            ):
                raise PurchaseNotFound
            known = await uow.claims.about(accounts=frozenset(), subjects=frozenset({purchase}))
            owner = known.owner([(kind, purchase)], None)
            if owner is not None and owner.trust is Trust.HOST:
                if owner.customer_id != customer_id:
                    raise AccountAlreadyLinked(purchase)
                return
            since, now = mirrored.snapshot.created_at, self.clock.now()
            claim = Claim(
                customer_id=customer_id,
                trust=Trust.HOST,
                kind=kind,
                subject=purchase,
                account=None,
                subject_created_at=since,
                claimed_at=now,
            )
            await uow.claims.add([claim])
            await uow.commit()
