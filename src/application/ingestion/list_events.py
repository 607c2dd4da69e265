"""Use case: looking through what the providers sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from application.ingestion.personal_data import about
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryId, DeliveryPage
from application.ports.storage.storage import Storage
from domain.billing.assembly import resolver_of
from domain.customer import CustomerId
from domain.ownership.resolution import OwnershipResolver


class DeliveryNotFound(Exception):
    """No such delivery was ever kept, or it was deleted since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """`customer_id`: whose it is by what is known today, None if nobody's yet."""

    delivery: Delivery
    customer_id: CustomerId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEvents:
    """The newest first."""

    storage: Storage

    async def __call__(
        self, which: DeliveryFilter, *, customer_id: CustomerId | None = None, limit: int
    ) -> list[DeliveryView]:
        """`customer_id`: only what is about something that is this customer's today, nothing for one unknown."""
        if customer_id is not None:
            facts = await self.storage.customer_records(customer_id)
            if facts is None:
                return []
            which = replace(which, about=about(resolver_of(facts), customer_id.__eq__))
            return await self._of(customer_id, which, limit)
        return _views(await self.storage.deliveries(which, limit=limit))

    async def _of(self, customer_id: CustomerId, which: DeliveryFilter, limit: int) -> list[DeliveryView]:
        """Storage finds all that may be the customer's, and ownership decides.

        One round suffices unless an object in one of the customer's accounts belongs to somebody else. At most it goes
        through what was sent about these accounts.
        """
        found: list[DeliveryView] = []
        while True:
            listed = await self.storage.deliveries(which, limit=limit)
            found += [view for view in _views(listed) if view.customer_id == customer_id]
            if len(found) >= limit or len(listed.deliveries) < limit:
                return found[:limit]
            last = listed.deliveries[-1]
            which = replace(which, before=(last.received_at, last.id))

    async def one(self, chosen: DeliveryId) -> DeliveryView:
        """With its payload.

        Raises:
            DeliveryNotFound
        """
        listed = await self.storage.delivery(chosen)
        if listed is None:
            raise DeliveryNotFound
        return _views(listed)[0]


def _views(listed: DeliveryPage) -> list[DeliveryView]:
    return [
        DeliveryView(delivery=delivery, customer_id=_owner(listed.belongings, delivery))
        for delivery in listed.deliveries
    ]


def _owner(belongings: OwnershipResolver, delivery: Delivery) -> CustomerId | None:
    if delivery.subject is not None:
        claim = belongings.owner(delivery.subject, delivery.account)
    else:
        claim = belongings.ownership.account_owner(delivery.account) if delivery.account is not None else None
    return claim.customer_id if claim is not None else None
