"""The host's word that an account is a customer's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from application.ingestion.aliases import resolved
from application.ports.storage.fetch_queue import QueuedFetch
from application.ports.storage.storage import UnitOfWork
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import Claim, Trust
from domain.ownership.errors import AccountAlreadyLinked, AccountUnlinked
from domain.provider import ProviderRef


async def link(uow: UnitOfWork, customer_id: CustomerId, accounts: Sequence[ProviderRef], now: datetime) -> None:
    """Links accounts that exist at a provider, and asks about those that are new to the customer. It never removes any.

    Raises:
        AccountAlreadyLinked: the host itself gave the account to somebody else.
        AccountUnlinked: an operator took the account from this customer.
    """
    if not accounts:
        return
    accounts = await resolved(uow, accounts)
    known = await uow.claims.about(accounts=frozenset(accounts), subjects=frozenset())
    new = []
    for account in dict.fromkeys(accounts):
        if known.is_unlinked(account, customer_id):
            raise AccountUnlinked(account)
        holder = known.account_owner(account)
        if holder is not None and holder.trust is Trust.HOST:
            if holder.customer_id != customer_id:
                raise AccountAlreadyLinked(account)
            continue
        new.append(account)
    await uow.claims.add([_claim(customer_id, account, now) for account in new])
    await uow.fetch_queue.add([QueuedFetch(kind=ObjectKind.ACCOUNT, ref=account, due_at=now) for account in new])


def _claim(customer_id: CustomerId, account: ProviderRef, now: datetime) -> Claim:
    return Claim(
        customer_id=customer_id,
        trust=Trust.HOST,
        kind=ObjectKind.ACCOUNT,
        subject=account,
        account=account,
        subject_created_at=now,
        claimed_at=now,
    )
