"""Customers with very many purchases and subscriptions in one account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.persistence.storage import SqlStorage
from application.portal.create_billing_session import CreateBillingSession
from application.portal.redeem_login_link import RedeemLoginLink
from benchmark.crowd import renewal
from domain.customer import Customer, CustomerId
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Trust
from domain.provider import ProviderName
from examples import claim, known, ref, told_item, told_payment, told_subscription
from fakes.clock import FakeClock

AMOUNTS = (10, 1_000, 10_000)
STRIPE = ProviderName("stripe")
_AT_ONCE = 250


def owner_of(count: int) -> CustomerId:
    return CustomerId(f"owner_of_{count}")


def change_of(count: int, serial: int) -> bytes:
    """Build a webhook event about one of their subscriptions."""
    body = renewal(0, serial)
    for before, after in (("cus_Ada_0", f"cus_much_{count}"), ("user_ada_0", owner_of(count))):
        body = body.replace(f'"{before}"'.encode(), f'"{after}"'.encode())
    return body.replace(b'"sub_AdaPro_0"', f'"sub_much_{count}_0"'.encode())


async def visited(storage: SqlStorage, count: int) -> str:
    """Sign in to the Billing page and return the cookie."""
    clock = FakeClock(datetime.now(UTC))
    link = await CreateBillingSession(storage=storage, clock=clock)(owner_of(count), return_url=None)
    visit = await RedeemLoginLink(storage=storage, clock=clock)(link.secret, leaving=None)
    return f"billing={visit.secret}"


async def keep_much(storage: SqlStorage, count: int, say: Callable[[str], None]) -> None:
    """Store half as many purchases and half as many subscriptions, all with seller claims."""
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(days=400)
    for first in range(0, count, _AT_ONCE):
        snapshots: list[Snapshot] = []
        claims = []
        for number in range(first, min(first + _AT_ONCE, count)):
            things = _things(count, number, begun + timedelta(minutes=number))
            snapshots += things
            said: dict[str, Any] = {"provider": STRIPE, "account": f"cus_much_{count}", "subject_created_at": begun}
            claims.append(claim(owner_of(count), Trust.SELLER, subject=things[0].ref.id, kind=things[0].kind, **said))
        async with storage.begin() as uow:
            await uow.customers.register([Customer(id=owner_of(count), registered_at=begun)])
            await uow.mirror.save([known(snapshot) for snapshot in snapshots])
            await uow.claims.add(claims)
            await uow.commit()
    say(f"{owner_of(count)}: {count:,} things")


def _things(count: int, number: int, at: datetime) -> Sequence[Snapshot]:
    account = ref(f"cus_much_{count}", STRIPE)
    if number % 2 == 0:
        id_, ends = f"sub_much_{count}_{number}", datetime.now(UTC) + timedelta(days=20)
        return [told_subscription(id_, provider=STRIPE, account=account, created_at=at, current_period_end=ends)]
    id_ = f"cs_much_{count}_{number}"
    facts: dict[str, Any] = {"account": account, "created_at": at, "ref": ref(id_, STRIPE), "keys": (id_, f"pi_{id_}")}
    return [told_payment(id_, kind=ObjectKind.CHECKOUT, **facts), told_item(id_, **facts)]
