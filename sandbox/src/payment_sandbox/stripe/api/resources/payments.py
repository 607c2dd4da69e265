"""Money that came and went (Stripe API, "Payment Intents", "Charges", "Refunds", "Disputes")."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Id, Metadata, Parameters, given
from payment_sandbox.stripe.api.reading import ByTime, listed, retrieved
from payment_sandbox.stripe.life import authorizations, disputes, refunds


class _PaymentIntents(ByTime, kw_only=True):
    customer: Id | UnsetType = UNSET


class _Charges(ByTime, kw_only=True):
    customer: Id | UnsetType = UNSET
    payment_intent: Id | UnsetType = UNSET


class _OfACharge(ByTime, kw_only=True):
    charge: Id | UnsetType = UNSET
    payment_intent: Id | UnsetType = UNSET


class _NewRefund(Parameters, kw_only=True):
    charge: Id | UnsetType = UNSET
    payment_intent: Id | UnsetType = UNSET
    amount: Annotated[int, Meta(ge=1)] | UnsetType = UNSET
    reason: Literal["duplicate", "fraudulent", "requested_by_customer"] | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET


class _Capture(Parameters, kw_only=True):
    amount_to_capture: Annotated[int, Meta(ge=1)] | UnsetType = UNSET


class _Cancel(Parameters, kw_only=True):
    cancellation_reason: Literal["abandoned", "duplicate", "fraudulent", "requested_by_customer"] | UnsetType = UNSET


def _capture(call: Call) -> Document:
    return authorizations.capture(call.account, call.id, amount=given(call.read(_Capture)).get("amount_to_capture"))


def _cancel(call: Call) -> Document:
    return authorizations.cancel(call.account, call.id, reason=given(call.read(_Cancel)).get("cancellation_reason"))


def _refund(call: Call) -> Document:
    return refunds.create(call.account, **given(call.read(_NewRefund)))


def _close_dispute(call: Call) -> Document:
    """The seller gives in."""
    call.read(Parameters)
    return disputes.close(call.account, call.id)


OPERATIONS = (
    listed("payment_intents", "payment_intent", _PaymentIntents),
    retrieved("payment_intents/{id}", "payment_intent"),
    Operation(method="POST", path="payment_intents/{id}/capture", answer=_capture),
    Operation(method="POST", path="payment_intents/{id}/cancel", answer=_cancel),
    listed("charges", "charge", _Charges),
    retrieved("charges/{id}", "charge"),
    Operation(method="POST", path="refunds", answer=_refund),
    listed("refunds", "refund", _OfACharge),
    retrieved("refunds/{id}", "refund"),
    listed("disputes", "dispute", _OfACharge),
    retrieved("disputes/{id}", "dispute"),
    Operation(method="POST", path="disputes/{id}/close", answer=_close_dispute),
)
