"""Writing customers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

import msgspec

from payment_sandbox.lemonsqueezy.api.answering import Answer
from payment_sandbox.lemonsqueezy.api.call import Call, related_id
from payment_sandbox.lemonsqueezy.api.reading import existing, one
from payment_sandbox.lemonsqueezy.life import customers
from payment_sandbox.lemonsqueezy.shop import Shop

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
_Email = Annotated[str, msgspec.Meta(pattern=r"^[^@\s]{1,100}@[^@\s]{1,150}$")]
_Place = Annotated[str, msgspec.Meta(max_length=255)] | None


class _New(msgspec.Struct, kw_only=True):
    name: _Name
    email: _Email
    city: _Place = None
    region: _Place = None
    country: _Place = None


class _Changed(msgspec.Struct, omit_defaults=True, kw_only=True):
    name: _Name | msgspec.UnsetType = msgspec.UNSET
    email: _Email | msgspec.UnsetType = msgspec.UNSET
    city: _Place | msgspec.UnsetType = msgspec.UNSET
    region: _Place | msgspec.UnsetType = msgspec.UNSET
    country: _Place | msgspec.UnsetType = msgspec.UNSET
    status: Literal["archived", "subscribed", "unsubscribed"] | msgspec.UnsetType = msgspec.UNSET


def create(shop: Shop, call: Call) -> Answer:
    data = call.data("customers")
    told = call.attributes(data, _New)
    store = existing(shop, "stores", related_id(data, "store"))
    made = customers.register(shop, store, told.name, told.email)
    made["attributes"] |= {"city": told.city, "region": told.region, "country": told.country}
    shop.resources.save(made)
    return one(shop, made, status=HTTPStatus.CREATED)


def update(shop: Shop, call: Call, id_: str) -> Answer:
    customer = existing(shop, "customers", id_)
    told = call.attributes(call.data("customers", id_), _Changed)
    customers.update(shop, customer, msgspec.to_builtins(told))
    return one(shop, customer)
