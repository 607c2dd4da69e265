"""Changing subscriptions: their plan, their payments, their end."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from payment_sandbox.lemonsqueezy.api.answering import Answer, invalid
from payment_sandbox.lemonsqueezy.api.call import Call
from payment_sandbox.lemonsqueezy.api.reading import existing, one
from payment_sandbox.lemonsqueezy.life import cancelling, changing_plan, pausing
from payment_sandbox.lemonsqueezy.life.anchoring import anchor, end_trial
from payment_sandbox.lemonsqueezy.life.changing_plan import Proration
from payment_sandbox.lemonsqueezy.shop import Shop
from payment_sandbox.lemonsqueezy.timestamps import read
from payment_sandbox.records import Document

_UNSET = msgspec.UNSET
_Unset = msgspec.UnsetType


class _Pause(msgspec.Struct):
    mode: Literal["void", "free"]
    resumes_at: str | None = None


class _Changed(msgspec.Struct, kw_only=True):
    variant_id: int | _Unset = _UNSET
    cancelled: bool | _Unset = _UNSET
    pause: _Pause | _Unset | None = _UNSET
    trial_ends_at: str | _Unset | None = _UNSET
    billing_anchor: Annotated[int, msgspec.Meta(ge=0, le=31)] | _Unset | None = _UNSET
    invoice_immediately: bool = False
    disable_prorations: bool = False


class _ChangedItem(msgspec.Struct, kw_only=True):
    quantity: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    invoice_immediately: bool = False
    disable_prorations: bool = False


def update(shop: Shop, call: Call, id_: str) -> Answer:
    """Each of the attributes that were sent, one after the other."""
    subscription = existing(shop, "subscriptions", id_)
    told = call.attributes(call.data("subscriptions", id_), _Changed)
    cancelling.refuse_expired(subscription)
    if told.variant_id is not _UNSET:
        variant = shop.resources.get("variants", told.variant_id)
        if variant is None:
            raise invalid("The selected variant id is invalid.", "/data/attributes/variant_id")
        changing_plan.change_plan(shop, subscription, variant, _proration(told))
    if told.cancelled is not _UNSET:
        (cancelling.cancel if told.cancelled else cancelling.resume)(shop, subscription)
    if told.pause is not _UNSET:
        _pause(shop, subscription, told.pause)
    if told.trial_ends_at is not _UNSET and told.trial_ends_at is not None:
        end_trial(shop, subscription, _moment(told.trial_ends_at, "trial_ends_at"))
    if told.billing_anchor is not _UNSET:
        anchor(shop, subscription, told.billing_anchor)
    return one(shop, subscription)


def cancel(shop: Shop, call: Call, id_: str) -> Answer:
    """It goes on until the end of what is paid."""
    subscription = existing(shop, "subscriptions", id_)
    cancelling.cancel(shop, subscription)
    return one(shop, subscription)


def update_item(shop: Shop, call: Call, id_: str) -> Answer:
    item = existing(shop, "subscription-items", id_)
    told = call.attributes(call.data("subscription-items", id_), _ChangedItem)
    changing_plan.change_quantity(shop, item, told.quantity, _proration(told))
    return one(shop, item)


def current_usage(shop: Shop, call: Call, id_: str) -> Answer:
    existing(shop, "subscription-items", id_)
    raise invalid("This subscription item is not usage based.")


def _proration(told: _Changed | _ChangedItem) -> Proration:
    if told.disable_prorations:
        return "never"
    return "at once" if told.invoice_immediately else "with the next renewal"


def _pause(shop: Shop, subscription: Document, told: _Pause | None) -> None:
    if told is None:
        pausing.unpause(shop, subscription)
        return
    resumes_at = None if told.resumes_at is None else _moment(told.resumes_at, "pause/resumes_at")
    pausing.pause(shop, subscription, told.mode, resumes_at)


def _moment(text: str, name: str) -> datetime:
    try:
        return read(text)
    except ValueError:
        raise invalid("The field must be a valid ISO 8601 date.", f"/data/attributes/{name}") from None
