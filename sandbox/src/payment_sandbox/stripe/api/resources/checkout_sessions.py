"""Checkout sessions (Stripe API, "Checkout Sessions")."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.paging import page_of_these
from payment_sandbox.stripe.api.parameters import Id, Metadata, Page, Parameters, Text, Url, given
from payment_sandbox.stripe.api.reading import ByTime, listed, retrieved
from payment_sandbox.stripe.life import checkout

_KIND = "checkout.session"
Reference = Annotated[str, Meta(min_length=1, max_length=200)]


class _Line(Struct, forbid_unknown_fields=True, kw_only=True):
    price: Id
    quantity: Annotated[int, Meta(ge=1)] = 1


class _OfSubscription(Struct, forbid_unknown_fields=True, kw_only=True):
    metadata: Metadata | UnsetType = UNSET
    trial_period_days: Annotated[int, Meta(ge=1, le=730)] | UnsetType = UNSET
    description: Text | UnsetType = UNSET


class _OfPayment(Struct, forbid_unknown_fields=True, kw_only=True):
    metadata: Metadata | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    receipt_email: Text | UnsetType = UNSET
    capture_method: Literal["automatic", "automatic_async", "manual"] | UnsetType = UNSET


class _Switch(Struct, forbid_unknown_fields=True, kw_only=True):
    enabled: bool


class _New(Parameters, kw_only=True):
    """What it does not take the real one may take, and would mean something by it: it is refused."""

    mode: Literal["payment", "subscription"]
    line_items: Annotated[list[_Line], Meta(min_length=1, max_length=100)]
    success_url: Url | UnsetType = UNSET
    cancel_url: Url | UnsetType = UNSET
    client_reference_id: Reference | UnsetType = UNSET
    customer: Id | UnsetType = UNSET
    customer_email: Text | UnsetType = UNSET
    customer_creation: Literal["always", "if_required"] | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET
    subscription_data: _OfSubscription | UnsetType = UNSET
    payment_intent_data: _OfPayment | UnsetType = UNSET
    invoice_creation: _Switch | UnsetType = UNSET
    managed_payments: _Switch | UnsetType = UNSET
    allow_promotion_codes: bool | UnsetType = UNSET
    locale: Text | UnsetType = UNSET
    expires_at: int | UnsetType = UNSET
    currency: Text | UnsetType = UNSET


class _CustomerDetails(Struct, forbid_unknown_fields=True, kw_only=True):
    email: Text


class _Listed(ByTime, kw_only=True):
    customer: Id | UnsetType = UNSET
    customer_details: _CustomerDetails | UnsetType = UNSET
    payment_intent: Id | UnsetType = UNSET
    payment_link: Id | UnsetType = UNSET
    subscription: Id | UnsetType = UNSET
    status: Literal["open", "complete", "expired"] | UnsetType = UNSET


def _create(call: Call) -> Document:
    return checkout.open_session(call.account, **given(call.read(_New)))


def _expire(call: Call) -> Document:
    call.read(Parameters)
    return checkout.expire(call.account, call.id)


def _line_items(call: Call) -> Document:
    page = call.read(Page)
    call.addressed(_KIND)
    order = call.account.find("checkout.order", call.id)
    return page_of_these(
        order["line_items"] if order else [], "item", page, f"/v1/checkout/sessions/{call.id}/line_items"
    )


OPERATIONS = (
    Operation(method="POST", path="checkout/sessions", answer=_create),
    listed("checkout/sessions", _KIND, _Listed),
    retrieved("checkout/sessions/{id}", _KIND),
    Operation(method="POST", path="checkout/sessions/{id}/expire", answer=_expire),
    Operation(method="GET", path="checkout/sessions/{id}/line_items", answer=_line_items),
)
