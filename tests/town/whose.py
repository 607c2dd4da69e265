"""Ownership of all objects, as billing shows it to customers and as operators see it."""

from __future__ import annotations

from dataclasses import dataclass

from application.customers.list_unlinked import ListUnlinked, Unlinked
from application.ingestion.list_events import DeliveryView, ListEvents
from application.ports.storage.inbox import DeliveryFilter, DeliveryId
from application.ports.storage.unlinked import START, UnlinkedCursor
from domain.billing.assembly import assemble_billing
from domain.billing.billing import Billing
from domain.customer import CustomerId
from domain.one_off_purchase import PAYMENT_KINDS
from domain.ownership.claim import SubjectKey
from domain.ownership.resolution import subjects_of
from domain.provider import ProviderRef
from town.life import CUSTOMERS
from town.town import Town

EVERYTHING = 10_000


@dataclass(frozen=True, slots=True)
class Shown:
    """Ownership shown by billing: the owner of each account, and of each part of a subscription or purchase."""

    holders: dict[ProviderRef, CustomerId]
    owners: dict[SubjectKey, CustomerId]


async def shown_by_billing(town: Town) -> Shown:
    shown = Shown({}, {})
    for customer in CUSTOMERS:
        facts = await town.storage.customer_records(CustomerId(customer))
        if facts is None:
            continue
        billing = assemble_billing(facts)
        assert shown.holders.keys().isdisjoint(account.ref for account in billing.accounts)
        shown.holders.update((account.ref, CustomerId(customer)) for account in billing.accounts)
        assert shown.owners.keys().isdisjoint(_parts(billing))
        shown.owners.update(dict.fromkeys(_parts(billing), CustomerId(customer)))
    return shown


async def told_of_deliveries(town: Town) -> list[DeliveryView]:
    return await ListEvents(storage=town.storage)(DeliveryFilter(), limit=EVERYTHING)


async def deliveries_of(town: Town, customer: str) -> set[DeliveryId]:
    show = ListEvents(storage=town.storage)
    views = await show(DeliveryFilter(), customer_id=CustomerId(customer), limit=EVERYTHING)
    return {view.delivery.id for view in views}


async def told_unlinked(town: Town) -> list[Unlinked]:
    found: list[Unlinked] = []
    at: UnlinkedCursor | None = START
    while at is not None:
        page = await ListUnlinked(storage=town.storage)(at, limit=7)
        found += page.found
        at = page.ended
    return found


def _parts(billing: Billing) -> set[SubjectKey]:
    parts = {part for subscription in billing.subscriptions for part in subjects_of(subscription.snapshot)}
    for purchase in billing.purchases:
        parts |= {facet.snapshot.key for facet in purchase.facets}
        parts |= {(kind, purchase.ref.same_provider(key)) for kind in PAYMENT_KINDS for key in purchase.keys}
    return parts
