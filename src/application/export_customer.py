"""Use case: everything that is kept of one customer."""

from __future__ import annotations

from dataclasses import dataclass

from application.ports.inbox import Delivery, Which
from application.ports.persistence import Storage
from application.show_deliveries import DeliveryNotFound, ShowDeliveries
from domain.billing import Billing
from domain.claim import Claim, CustomerId
from domain.errors import CustomerNotFound
from domain.facts import billing_of

_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """`claims`: every word that something is theirs. `deliveries`: what was sent about it."""

    billing: Billing
    claims: tuple[Claim, ...]
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportCustomer:
    """What is theirs by what is known today, and nothing of anybody else's."""

    storage: Storage
    show: ShowDeliveries

    async def __call__(self, customer_id: CustomerId) -> Exported:
        """
        Raises:
            CustomerNotFound
        """
        facts = await self.storage.facts(customer_id)
        if facts is None:
            raise CustomerNotFound
        own = sorted((c for c in facts.ownership.claims if c.customer_id == customer_id), key=Claim.precedence)
        deliveries = await self._deliveries(customer_id)
        return Exported(billing=billing_of(facts), claims=tuple(own), deliveries=tuple(deliveries))

    async def _deliveries(self, customer_id: CustomerId) -> list[Delivery]:
        found: list[Delivery] = []
        which = Which()
        while True:
            page = await self.show(which, customer_id=customer_id, limit=_AT_ONCE)
            for view in page:
                try:
                    found.append((await self.show.one(view.delivery.id)).delivery)
                except DeliveryNotFound:
                    continue
            if len(page) < _AT_ONCE:
                return found
            which = Which(before=(page[-1].delivery.received_at, page[-1].delivery.id))
