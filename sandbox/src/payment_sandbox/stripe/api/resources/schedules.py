"""Subscription schedules (Stripe API, "Subscription Schedules")."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Id, Parameters
from payment_sandbox.stripe.api.reading import ByTime, listed, retrieved
from payment_sandbox.stripe.life import schedules

_KIND = "subscription_schedule"


class _Listed(ByTime, kw_only=True):
    customer: Id | UnsetType = UNSET


def _release(call: Call) -> Document:
    call.read(Parameters)
    return schedules.release(call.account, call.id)


def _cancel(call: Call) -> Document:
    call.read(Parameters)
    return schedules.cancel(call.account, call.id)


OPERATIONS = (
    listed("subscription_schedules", _KIND, _Listed),
    retrieved("subscription_schedules/{id}", _KIND),
    Operation(method="POST", path="subscription_schedules/{id}/release", answer=_release),
    Operation(method="POST", path="subscription_schedules/{id}/cancel", answer=_cancel),
)
