"""Customers with any number of purchases and subscriptions, of the kinds that can become many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from application.ports.storage.storage import Storage
from domain.customer import Customer
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Claim, Trust
from domain.purchases.contents import PurchasedItem
from domain.subscription import SubscriptionStatus
from examples import (
    ADA,
    BOB,
    NOON,
    after,
    claim,
    dollars,
    known,
    told_account,
    told_charge,
    told_contents,
    told_invoice,
    told_item,
    told_payment,
    told_subscription,
)

Told = tuple[list[Snapshot], list[Claim]]


def _order(number: int, *, account: str | None, of: str = "order") -> list[Snapshot]:
    id_, at = f"{of}_{number:06}", after(number)
    item = PurchasedItem(variant_id="variant", product_id="lifetime", name="Course", quantity=1, amount=dollars(99))
    facts: dict[str, Any] = {"account": _ref(account), "created_at": at}
    return [told_payment(id_, **facts), told_item(id_, **facts), told_contents(id_, item, **facts)]


def _ref(account: str | None) -> Any:
    return told_account(account).ref if account is not None else None


def _claimed(number: int, trust: Trust, *, account: str | None, customer: Any = ADA, of: str = "order") -> Claim:
    kind = ObjectKind.SUBSCRIPTION if of == "sub" else ObjectKind.ORDER
    return claim(
        customer, trust, subject=f"{of}_{number:06}", kind=kind, subject_created_at=after(number), account=account
    )


def cheap_orders(count: int) -> Told:
    """Every order is in one account and has a claim that may be forged."""
    told = [each for number in range(count) for each in _order(number, account="account")]
    return told, [_claimed(number, Trust.UNSIGNED, account="account") for number in range(count)]


def signed_orders(count: int) -> Told:
    told = [each for number in range(count) for each in _order(number, account="account")]
    return told, [_claimed(number, Trust.SIGNED, account="account") for number in range(count)]


def orders_of_a_guest(count: int) -> Told:
    told = [each for number in range(count) for each in _order(number, account=None)]
    return told, [_claimed(number, Trust.UNSIGNED, account=None) for number in range(count)]


def an_account_for_each(count: int) -> Told:
    told = [each for number in range(count) for each in _order(number, account=f"account_{number}")]
    return told, [_claimed(number, Trust.SELLER, account=f"account_{number}") for number in range(count)]


def orders_typed_by_somebody_else(count: int) -> Told:
    """The account is Ada's, and Bob typed its address into many free checkouts."""
    told = [told_subscription("sub_000000"), *(e for n in range(count) for e in _order(n, account="account"))]
    theirs = claim(ADA, Trust.HOST, subject="account", kind=ObjectKind.ACCOUNT)
    forged = [_claimed(number, Trust.UNSIGNED, account="account", customer=BOB) for number in range(count)]
    return told, [theirs, _claimed(0, Trust.UNSIGNED, account="account", of="sub"), *forged]


def subscriptions(count: int) -> Told:
    """Half of the subscriptions have ended, and each has an open invoice."""
    told: list[Snapshot] = []
    for number in range(count):
        id_, status = f"sub_{number:06}", SubscriptionStatus.ENDED if number % 2 else SubscriptionStatus.ACTIVE
        told.append(told_subscription(id_, status=status, created_at=after(number)))
        told.append(told_invoice(f"invoice_{number:06}", subscription_id=id_))
    return told, [_claimed(number, Trust.UNSIGNED, account="account", of="sub") for number in range(count)]


def subscriptions_with_an_order_each(count: int) -> Told:
    """Only the initial order shows the currency of its subscription."""
    told: list[Snapshot] = []
    for number in range(count):
        opened_by = f"order_{number:06}"
        told += _order(number, account="account")
        told.append(told_subscription(f"sub_{number:06}", initial_order_id=opened_by, created_at=after(number)))
    return told, [_claimed(number, Trust.SELLER, account="account", of="sub") for number in range(count)]


def one_purchase_of_many_parts(count: int) -> Told:
    told: list[Snapshot] = [told_payment("order_000000")]
    told += [told_charge(f"charge_{n:06}", keys=(f"charge_{n:06}", "order_000000")) for n in range(count)]
    return told, [_claimed(0, Trust.SELLER, account="account")]


SHAPES: Mapping[str, Callable[[int], Told]] = {
    shape.__name__: shape
    for shape in (
        cheap_orders,
        signed_orders,
        orders_of_a_guest,
        an_account_for_each,
        orders_typed_by_somebody_else,
        subscriptions,
        subscriptions_with_an_order_each,
        one_purchase_of_many_parts,
    )
}


async def keep(storage: Storage, told: Told) -> None:
    snapshots, claims = told
    async with storage.begin() as uow:
        await uow.customers.register([Customer(id=customer, registered_at=NOON) for customer in (ADA, BOB)])
        await uow.mirror.save([known(snapshot) for snapshot in snapshots])
        await uow.claims.add(claims)
        await uow.commit()
