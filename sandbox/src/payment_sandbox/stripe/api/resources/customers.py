"""Customers (Stripe API, "Customers")."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Clearing, Metadata, Parameters, Text, given
from payment_sandbox.stripe.api.reading import ByTime, listed, retrieved
from payment_sandbox.stripe.life import customers


class _Writable(Parameters, kw_only=True):
    email: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    metadata: Metadata | Clearing | UnsetType = UNSET


class _Listed(ByTime, kw_only=True):
    email: Text | UnsetType = UNSET


def _create(call: Call) -> Document:
    return customers.create(call.account, **given(call.read(_Writable)))


def _update(call: Call) -> Document:
    return customers.update(call.account, call.id, **given(call.read(_Writable)))


def _delete(call: Call) -> Document:
    call.read(Parameters)
    return customers.delete(call.account, call.id)


def _is_there(_: _Listed, __: Account, customer: Document) -> bool:
    """One that was deleted can be retrieved, as no more than that, and is in no list."""
    return not customer.get("deleted", False)


OPERATIONS = (
    Operation(method="POST", path="customers", answer=_create),
    listed("customers", "customer", _Listed, passes=_is_there),
    retrieved("customers/{id}", "customer"),
    Operation(method="POST", path="customers/{id}", answer=_update),
    Operation(method="DELETE", path="customers/{id}", answer=_delete),
)
