"""Subscriptions and their items (Stripe API, "Subscriptions", "Subscription Items")."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.paging import Range, page_of_these, within
from payment_sandbox.stripe.api.parameters import Clearing, Id, Metadata, Page, Parameters, Text, given
from payment_sandbox.stripe.api.reading import ByTime, listed, retrieved
from payment_sandbox.stripe.life import pausing, subscriptions

_KIND = "subscription"
_ENDED = ("canceled", "incomplete_expired")
Status = Literal[
    "active",
    "all",
    "canceled",
    "ended",
    "incomplete",
    "incomplete_expired",
    "past_due",
    "paused",
    "trialing",
    "unpaid",
]


class _Item(Struct, forbid_unknown_fields=True, kw_only=True):
    id: Id | UnsetType = UNSET
    price: Id | UnsetType = UNSET
    quantity: Annotated[int, Meta(ge=1)] | UnsetType = UNSET


class _Pause(Struct, forbid_unknown_fields=True, kw_only=True):
    behavior: Literal["keep_as_draft", "mark_uncollectible", "void"]
    resumes_at: int | UnsetType = UNSET


class _Discount(Struct, forbid_unknown_fields=True, kw_only=True):
    coupon: Id


class _Changes(Parameters, kw_only=True):
    items: Annotated[list[_Item], Meta(min_length=1, max_length=20)] | UnsetType = UNSET
    cancel_at_period_end: bool | UnsetType = UNSET
    cancel_at: int | Literal["", "min_period_end", "max_period_end"] | UnsetType = UNSET
    discounts: Annotated[list[_Discount], Meta(max_length=20)] | Clearing | UnsetType = UNSET
    pause_collection: _Pause | Clearing | UnsetType = UNSET
    trial_end: int | Literal["now"] | UnsetType = UNSET
    collection_method: Literal["charge_automatically", "send_invoice"] | UnsetType = UNSET
    days_until_due: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    default_payment_method: Id | UnsetType = UNSET
    proration_behavior: Literal["always_invoice", "create_prorations", "none"] | UnsetType = UNSET
    metadata: Metadata | Clearing | UnsetType = UNSET


class _CancellationDetails(Struct, forbid_unknown_fields=True, kw_only=True):
    comment: Text | UnsetType = UNSET
    feedback: Text | UnsetType = UNSET


class _Cancellation(Parameters, kw_only=True):
    cancellation_details: _CancellationDetails | UnsetType = UNSET
    invoice_now: bool | UnsetType = UNSET
    prorate: bool | UnsetType = UNSET


class _Pausing(Parameters, kw_only=True):
    type: Literal["subscription"] = "subscription"


class _Listed(ByTime, kw_only=True):
    customer: Id | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    price: Id | UnsetType = UNSET
    collection_method: Literal["charge_automatically", "send_invoice"] | UnsetType = UNSET
    current_period_start: int | Range | UnsetType = UNSET
    current_period_end: int | Range | UnsetType = UNSET


class _Items(Page, kw_only=True):
    subscription: Id


def _update(call: Call) -> Document:
    return subscriptions.update(call.account, call.id, **given(call.read(_Changes)))


def _cancel(call: Call) -> Document:
    return subscriptions.cancel(call.account, call.id, **given(call.read(_Cancellation)))


def _pause(call: Call) -> Document:
    call.read(_Pausing)
    return pausing.pause(call.account, call.id)


def _resume(call: Call) -> Document:
    call.read(Parameters)
    return pausing.resume(call.account, call.id)


def _passes(wanted: _Listed, _: Account, subscription: Document) -> bool:
    """Without a status, everything but what was canceled; the earliest end and the latest start of its items count."""
    items = subscription["items"]["data"]
    return (
        _is_in(wanted.status, subscription["status"])
        and (wanted.price is UNSET or any(item["price"]["id"] == wanted.price for item in items))
        and within(wanted.current_period_start, max(item["current_period_start"] for item in items))
        and within(wanted.current_period_end, min(item["current_period_end"] for item in items))
    )


def _is_in(wanted: Status | UnsetType, status: str) -> bool:
    if wanted is UNSET:
        return status != "canceled"
    if wanted == "ended":
        return status in _ENDED
    return wanted in ("all", status)


def _list_items(call: Call) -> Document:
    wanted = call.read(_Items)
    subscription = call.account.get(_KIND, wanted.subscription, "subscription")
    return page_of_these(subscription["items"]["data"], "subscription_item", wanted, "/v1/subscription_items")


_BESIDE = ("status", "price", "current_period_start", "current_period_end")
OPERATIONS = (
    listed("subscriptions", _KIND, _Listed, beside=_BESIDE, passes=_passes),
    retrieved("subscriptions/{id}", _KIND),
    Operation(method="POST", path="subscriptions/{id}", answer=_update),
    Operation(method="DELETE", path="subscriptions/{id}", answer=_cancel),
    Operation(method="POST", path="subscriptions/{id}/pause", answer=_pause),
    Operation(method="POST", path="subscriptions/{id}/resume", answer=_resume),
    Operation(method="GET", path="subscription_items", answer=_list_items),
)
