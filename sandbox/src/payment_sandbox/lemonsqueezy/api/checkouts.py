"""Making checkouts."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from payment_sandbox.lemonsqueezy.api.answering import Answer, invalid
from payment_sandbox.lemonsqueezy.api.call import Call, related_id
from payment_sandbox.lemonsqueezy.api.reading import one
from payment_sandbox.lemonsqueezy.objects.checkout import checkout
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import read, written

_Options = dict[str, Any]
_Count = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class _Quantity(msgspec.Struct, frozen=True):
    variant_id: int
    quantity: _Count


class _Data(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    email: str = ""
    name: str = ""
    billing_address: _Options | list[Any] = []
    tax_number: str = ""
    discount_code: str = ""
    custom: dict[str, str | int | float | bool] | list[Any] = []
    variant_quantities: list[_Quantity] = []


class _New(msgspec.Struct, omit_defaults=True, kw_only=True):
    custom_price: Annotated[int, msgspec.Meta(ge=0)] | None = None
    product_options: _Options = {}
    checkout_options: _Options = {}
    checkout_data: _Data = _Data()
    expires_at: str | None = None


def create(shop: Shop, call: Call) -> Answer:
    """Its `url` is where the buyer goes."""
    data = call.data("checkouts")
    told = msgspec.to_builtins(call.attributes(data, _New))
    store = shop.resources.get("stores", related_id(data, "store"))
    variant = shop.resources.get("variants", related_id(data, "variant"))
    if store is None:
        raise invalid("The related resource does not exist.", "/data/relationships/store")
    if variant is None:
        raise invalid("The related resource does not exist.", "/data/relationships/variant")
    made = checkout(store, variant, {**told, "expires_at": _expiry(told.get("expires_at"))})
    return one(shop, shop.resources.add("checkouts", made, id_=shop.ids.uuid()), status=HTTPStatus.CREATED)


def _expiry(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return written(read(text))
    except ValueError:
        detail = "The expires at field must be a valid ISO 8601 date."
        raise invalid(detail, "/data/attributes/expires_at") from None
