"""Credit notes (Stripe API, "Credit Notes")."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Id, Metadata, Parameters, given
from payment_sandbox.stripe.api.reading import ByTime, listed, retrieved
from payment_sandbox.stripe.life import credit_notes


class _New(Parameters, kw_only=True):
    invoice: Id
    amount: Annotated[int, Meta(ge=1)]
    refund_amount: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    out_of_band_amount: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    reason: Literal["duplicate", "fraudulent", "order_change", "product_unsatisfactory"] | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET


class _CreditNotes(ByTime, kw_only=True):
    customer: Id | UnsetType = UNSET
    invoice: Id | UnsetType = UNSET


def _create(call: Call) -> Document:
    return credit_notes.create(call.account, **given(call.read(_New)))


def _void(call: Call) -> Document:
    call.read(Parameters)
    return credit_notes.void(call.account, call.id)


OPERATIONS = (
    Operation(method="POST", path="credit_notes", answer=_create),
    listed("credit_notes", "credit_note", _CreditNotes),
    retrieved("credit_notes/{id}", "credit_note"),
    Operation(method="POST", path="credit_notes/{id}/void", answer=_void),
)
