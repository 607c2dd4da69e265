"""Use case: the customer comes back from a portal or a checkout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.ports.operations.clock import Clock
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.storage import ObjectKey, Storage
from domain.billing.assembly import CustomerRecords, assemble_billing
from domain.billing.billing import Billing
from domain.customer import CustomerId, CustomerNotFound
from domain.mirror.snapshot import ObjectKind
from domain.mirror.timestamp import ProviderTimestamp

FETCHED_LATELY = timedelta(minutes=1)
"""No object is fetched again within this time because of a refresh; it is fetched when the time is over."""

AT_ONCE = 5
SPACING = timedelta(seconds=1)
"""`AT_ONCE` objects of a refresh are due immediately, each further one this much later than the one before.

The agenda takes what has been due longest, so refreshes of several customers are served in turn, object by object. One
customer alone causes a call a second, which is less than the background budget of any provider: webhook events and
other customers wait for a call or two, however much somebody has.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshCustomer:
    """Puts everything of a customer on the agenda, so that the provider is asked soon."""

    storage: Storage
    clock: Clock

    async def __call__(self, customer_id: CustomerId) -> None:
        """
        Raises:
            CustomerNotFound
        """
        facts = await self.storage.customer_records(customer_id)
        if facts is None:
            raise CustomerNotFound
        asks = list(_asks(_keys_of(facts, assemble_billing(facts)), self.clock.now()))
        async with self.storage.begin() as uow:
            await uow.fetch_queue.add(asks)
            await uow.commit()


def _asks(everything: Mapping[ObjectKey, ProviderTimestamp | None], now: datetime) -> Iterator[QueuedFetch]:
    """The longest not fetched come first, so that a repeated refresh goes on where the last one was."""
    fetched = {key: stamp.fetched_at if stamp is not None else None for key, stamp in everything.items()}
    oldest_first = sorted(fetched, key=lambda key: (fetched[key] is not None, fetched[key] or now, key))
    for number, key in enumerate(oldest_first):
        due_at = now + max(0, number - AT_ONCE + 1) * SPACING
        fetched_at = fetched[key]
        if fetched_at is not None and abs(now - fetched_at) < FETCHED_LATELY:  # their clock may be ahead of ours
            due_at = max(due_at, fetched_at + FETCHED_LATELY)
        kind, ref = key
        yield QueuedFetch(kind=kind, ref=ref, due_at=due_at)


def _keys_of(facts: CustomerRecords, billing: Billing) -> dict[ObjectKey, ProviderTimestamp | None]:
    """An account answers for all that belongs to it; what belongs to none of theirs is asked about by itself.

    Each with the provider timestamp of its latest snapshot, None for an account that is not mirrored yet.
    """
    mine = {account.ref for account in billing.accounts}
    known = {ref: facts.accounts[ref].timestamp for ref in mine & facts.accounts.keys()}
    everything: dict[ObjectKey, ProviderTimestamp | None] = {(ObjectKind.ACCOUNT, ref): known.get(ref) for ref in mine}
    everything |= {
        s.snapshot.key: s.snapshot.timestamp for s in billing.subscriptions if s.snapshot.account not in mine
    }
    return everything | {
        facet.snapshot.key: facet.snapshot.timestamp
        for purchase in billing.purchases
        for facet in purchase.facets
        if facet.snapshot.fetchable and facet.snapshot.account not in mine
    }
