"""Acme's JSON: amounts in cents, times with fractions, and the customer id wherever the seller wrote one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Raw, Struct

from adapters.wire_id import Id

Cents = Annotated[int, Meta(ge=0, le=2**53)]
Moment = Annotated[datetime, Meta(tz=True)]


class Envelope(Struct):
    kind: str
    at: Moment
    body: Raw


class Plan(Struct):
    code: Id
    title: str
    cents: Cents
    currency: str
    every: str


class Agreement(Struct):
    """Acme's term for a subscription."""

    id: Id
    buyer: Id
    state: str
    plan: Plan
    since: Moment
    until: Moment | None = None
    ends: Moment | None = None
    user: str | None = None


class Order(Struct):
    id: Id
    state: str
    cents: Cents
    back_cents: Cents
    currency: str
    at: Moment
    sku: Id
    title: str
    buyer: Id | None = None
    user: str | None = None
    receipt_link: str | None = None


class Buyer(Struct):
    id: Id
    since: Moment
    closed: bool = False
    user: str | None = None


class Everything(Struct):
    """All objects of a buyer."""

    buyer: Buyer
    agreements: list[Agreement]
    orders: list[Order]


class Door(Struct):
    link: str
    until: Moment


class Seller(Struct):
    shop: Id


class Hooks(Struct):
    hooks: list[str]


class Agreements(Struct):
    data: list[Agreement]
    following: str | None = None


class Orders(Struct):
    data: list[Order]
    following: str | None = None


class Buyers(Struct):
    data: list[Buyer]
    following: str | None = None
