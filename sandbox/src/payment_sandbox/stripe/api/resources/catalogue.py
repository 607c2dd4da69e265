"""Products and prices (Stripe API, "Products", "Prices")."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Id, Metadata, Parameters, Text, given
from payment_sandbox.stripe.api.reading import ByTime, listed, retrieved
from payment_sandbox.stripe.life import catalogue


class _NewProduct(Parameters, kw_only=True):
    name: Text
    id: Id | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET


class _Products(ByTime, kw_only=True):
    ids: list[Id] | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class _Recurring(Struct, forbid_unknown_fields=True, kw_only=True):
    interval: Literal["day", "week", "month", "year"]
    interval_count: Annotated[int, Meta(ge=1, le=1095)] | UnsetType = UNSET
    usage_type: Literal["licensed", "metered"] | UnsetType = UNSET
    meter: Id | UnsetType = UNSET


class _TransformQuantity(Struct, forbid_unknown_fields=True, kw_only=True):
    divide_by: Annotated[int, Meta(ge=1)]
    round: Literal["down", "up"]


class _CurrencyOption(Struct, forbid_unknown_fields=True, kw_only=True):
    unit_amount: Annotated[int, Meta(ge=0)]


class _NewPrice(Parameters, kw_only=True):
    product: Id
    currency: Text
    unit_amount: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    unit_amount_decimal: Annotated[str, Meta(pattern=r"^\d+(\.\d{1,12})?$")] | UnsetType = UNSET
    currency_options: dict[str, _CurrencyOption] | UnsetType = UNSET
    transform_quantity: _TransformQuantity | UnsetType = UNSET
    recurring: _Recurring | UnsetType = UNSET
    nickname: Text | UnsetType = UNSET
    lookup_key: Text | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET


class _Prices(ByTime, kw_only=True):
    product: Id | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    currency: Text | UnsetType = UNSET
    type: Literal["one_time", "recurring"] | UnsetType = UNSET
    lookup_keys: list[Text] | UnsetType = UNSET


def _create_product(call: Call) -> Document:
    return catalogue.create_product(call.account, **given(call.read(_NewProduct)))


def _create_price(call: Call) -> Document:
    return catalogue.create_price(call.account, **given(call.read(_NewPrice)))


def _is_one_of(wanted: _Products, _: Account, product: Document) -> bool:
    return wanted.ids is UNSET or product["id"] in wanted.ids


def _has_one_of(wanted: _Prices, _: Account, price: Document) -> bool:
    return wanted.lookup_keys is UNSET or price["lookup_key"] in wanted.lookup_keys


OPERATIONS = (
    Operation(method="POST", path="products", answer=_create_product),
    listed("products", "product", _Products, beside=("ids",), passes=_is_one_of),
    retrieved("products/{id}", "product"),
    Operation(method="POST", path="prices", answer=_create_price),
    listed("prices", "price", _Prices, beside=("lookup_keys",), passes=_has_one_of),
    retrieved("prices/{id}", "price"),
)
