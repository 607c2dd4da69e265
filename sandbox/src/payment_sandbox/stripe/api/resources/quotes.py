"""Quotes (Stripe API, "Quotes")."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Id, Metadata, Page, Parameters, given
from payment_sandbox.stripe.api.reading import listed, retrieved
from payment_sandbox.stripe.life import quotes

_KIND = "quote"


class _Line(Struct, forbid_unknown_fields=True, kw_only=True):
    price: Id
    quantity: Annotated[int, Meta(ge=1)] = 1


class _New(Parameters, kw_only=True):
    customer: Id
    line_items: Annotated[list[_Line], Meta(min_length=1)]
    metadata: Metadata | UnsetType = UNSET


class _Listed(Page, kw_only=True):
    customer: Id | UnsetType = UNSET
    status: Literal["accepted", "canceled", "draft", "open"] | UnsetType = UNSET


def _create(call: Call) -> Document:
    return quotes.create(call.account, **given(call.read(_New)))


def _finalize(call: Call) -> Document:
    call.read(Parameters)
    return quotes.finalize(call.account, call.id)


def _accept(call: Call) -> Document:
    call.read(Parameters)
    return quotes.accept(call.account, call.id)


def _cancel(call: Call) -> Document:
    call.read(Parameters)
    return quotes.cancel(call.account, call.id)


OPERATIONS = (
    Operation(method="POST", path="quotes", answer=_create),
    listed("quotes", _KIND, _Listed),
    retrieved("quotes/{id}", _KIND),
    Operation(method="POST", path="quotes/{id}/finalize", answer=_finalize),
    Operation(method="POST", path="quotes/{id}/accept", answer=_accept),
    Operation(method="POST", path="quotes/{id}/cancel", answer=_cancel),
)
