"""Customers come, change and go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.life import cancellation
from payment_sandbox.stripe.life.metadata import merged
from payment_sandbox.stripe.objects import customer as objects
from payment_sandbox.stripe.refusal import no_such

_ENDED = frozenset({"canceled", "incomplete_expired"})


def create(
    account: Account,
    *,
    email: str | None = None,
    name: str | None = None,
    metadata: Mapping[str, str] | Literal[""] | None = None,
    **further: Any,
) -> Document:
    id_ = account.new_id("cus_")
    made = objects.customer(
        id_, email=email, name=name, metadata=merged({}, metadata), invoice_prefix=id_[-8:].upper(), at=account.now()
    )
    return account.create({**made, **further}, "customer.created")


def living(account: Account, id_: str, param: str | None = None) -> Document:
    """
    Raises:
        Refusal: there never was such a customer, or it has been deleted.
    """
    found = account.get("customer", id_, param)
    if found.get("deleted"):
        raise no_such("customer", id_, param=param)
    return found


def update(
    account: Account, id_: str, *, metadata: Mapping[str, str] | Literal[""] | None = None, **changes: Any
) -> Document:
    before = living(account, id_)
    settings = {**before["invoice_settings"], **changes.pop("invoice_settings", {})}
    given = {key: None if value == "" else value for key, value in changes.items()}
    after = {**before, **given, "invoice_settings": settings, "metadata": merged(before["metadata"], metadata)}
    return account.change(before, after, "customer.updated")


def delete(account: Account, id_: str) -> Document:
    """Ends the subscriptions at once; what was paid stays (Stripe API, "Delete a customer")."""
    before = living(account, id_)
    for subscription in account.records.find("subscription", "customer", id_):
        if subscription["status"] not in _ENDED:
            cancellation.at_once(account, subscription["id"])
    gone = account.put(objects.tombstone(id_))
    account.tell("customer.deleted", before)
    return gone
