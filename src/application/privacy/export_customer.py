"""Use case: everything that is kept of one customer."""

from __future__ import annotations

from dataclasses import dataclass

from application.ingestion.list_events import DeliveryNotFound, ListEvents
from application.ingestion.personal_data import PersonalDataMatcher, Tie
from application.ports.provider.provider import Providers
from application.ports.storage.inbox import Delivery, DeliveryFilter, DeliveryId
from application.ports.storage.storage import Storage
from application.privacy.search_payloads import NOT_APPLIED, SearchPayloads
from domain.billing.assembly import assemble_billing
from domain.billing.billing import Billing
from domain.customer import CustomerId, CustomerNotFound
from domain.ownership.claim import Claim

_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerExport:
    """`claims`: every word that something is theirs. `deliveries`: what was sent about it.

    `undecided`: deliveries that were not applied and may be about them; whose they are is not certain.
    """

    billing: Billing
    claims: tuple[Claim, ...]
    deliveries: tuple[Delivery, ...]
    undecided: tuple[DeliveryId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportCustomer:
    """Export everything that belongs to a customer by current ownership, and nothing of other customers."""

    storage: Storage
    providers: Providers
    show: ListEvents

    async def __call__(self, customer_id: CustomerId) -> CustomerExport:
        """
        Raises:
            CustomerNotFound
        """
        facts = await self.storage.customer_records(customer_id)
        if facts is None:
            raise CustomerNotFound
        own = sorted((c for c in facts.ownership.claims if c.customer_id == customer_id), key=Claim.precedence)
        applied = await self._deliveries(customer_id)
        known = {delivery.id for delivery in applied}
        others, undecided = await self._not_applied(PersonalDataMatcher.of(facts))
        deliveries = [*applied, *(delivery for delivery in others if delivery.id not in known)]
        newest_first = sorted(deliveries, key=lambda delivery: (delivery.received_at, delivery.id), reverse=True)
        return CustomerExport(
            billing=assemble_billing(facts),
            claims=tuple(own),
            deliveries=tuple(newest_first),
            undecided=tuple(sorted(undecided - known)),
        )

    async def _not_applied(self, person: PersonalDataMatcher) -> tuple[list[Delivery], frozenset[DeliveryId]]:
        """Find what an erasure would, without what is about something of another customer as well."""
        search = SearchPayloads(storage=self.storage, providers=self.providers)
        theirs: list[Delivery] = []
        undecided: frozenset[DeliveryId] = frozenset()
        for which in NOT_APPLIED:
            async for found in search(person, which):
                theirs += [delivery for delivery in found.theirs if not await self._is_shared(search, person, delivery)]
                undecided |= found.undecided
        return theirs, undecided

    async def _is_shared(self, search: SearchPayloads, person: PersonalDataMatcher, delivery: Delivery) -> bool:
        mentions = search.mentions(delivery)
        if mentions is None or mentions.customers - person.ids:
            return True
        return await search.tie_by_owner(person, delivery, mentions) is Tie.ANOTHERS

    async def _deliveries(self, customer_id: CustomerId) -> list[Delivery]:
        found: list[Delivery] = []
        which = DeliveryFilter()
        while True:
            page = await self.show(which, customer_id=customer_id, limit=_AT_ONCE)
            for view in page:
                try:
                    found.append((await self.show.one(view.delivery.id)).delivery)
                except DeliveryNotFound:
                    continue
            if len(page) < _AT_ONCE:
                return found
            which = DeliveryFilter(before=(page[-1].delivery.received_at, page[-1].delivery.id))
