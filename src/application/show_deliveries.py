"""Use case: looking through what the providers sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from application.personal import about
from application.ports.inbox import Delivery, DeliveryId, Listed, Which
from application.ports.persistence import Storage
from domain.belongings import Belongings
from domain.claim import CustomerId
from domain.facts import billing_of


class DeliveryNotFound(Exception):
    """No such delivery was ever kept, or it was deleted since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """`customer_id`: whose it is by what is known today, None if nobody's yet."""

    delivery: Delivery
    customer_id: CustomerId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDeliveries:
    """The newest first."""

    storage: Storage

    async def __call__(self, which: Which, *, customer_id: CustomerId | None = None, limit: int) -> list[DeliveryView]:
        """`customer_id`: only what is about something that is this customer's today, nothing for one unknown."""
        if customer_id is not None:
            facts = await self.storage.facts(customer_id)
            if facts is None:
                return []
            which = replace(which, about=about(billing_of(facts)))
        return _views(await self.storage.deliveries(which, limit=limit))

    async def one(self, chosen: DeliveryId) -> DeliveryView:
        """With its payload.

        Raises:
            DeliveryNotFound
        """
        listed = await self.storage.delivery(chosen)
        if listed is None:
            raise DeliveryNotFound
        return _views(listed)[0]


def _views(listed: Listed) -> list[DeliveryView]:
    return [
        DeliveryView(delivery=delivery, customer_id=_owner(listed.belongings, delivery))
        for delivery in listed.deliveries
    ]


def _owner(belongings: Belongings, delivery: Delivery) -> CustomerId | None:
    if delivery.subject is not None:
        claim = belongings.owner(delivery.subject, delivery.account)
    else:
        claim = belongings.ownership.account_holder(delivery.account) if delivery.account is not None else None
    return claim.customer_id if claim is not None else None
