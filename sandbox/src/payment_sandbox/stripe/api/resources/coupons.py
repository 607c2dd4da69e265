"""Coupons (Stripe API, "Coupons")."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Id, Parameters, Text, given
from payment_sandbox.stripe.api.reading import retrieved
from payment_sandbox.stripe.life import discounts


class _New(Parameters, kw_only=True):
    duration: Literal["forever", "once", "repeating"] | UnsetType = UNSET
    id: Id | UnsetType = UNSET
    percent_off: Annotated[float, Meta(gt=0, le=100)] | UnsetType = UNSET
    amount_off: Annotated[int, Meta(ge=1)] | UnsetType = UNSET
    currency: Text | UnsetType = UNSET
    duration_in_months: Annotated[int, Meta(ge=1)] | UnsetType = UNSET


def _create(call: Call) -> Document:
    return discounts.create_coupon(call.account, **given(call.read(_New)))


OPERATIONS = (
    Operation(method="POST", path="coupons", answer=_create),
    retrieved("coupons/{id}", "coupon"),
)
