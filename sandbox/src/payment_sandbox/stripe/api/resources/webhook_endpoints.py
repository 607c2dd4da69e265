"""Webhook endpoints (Stripe API, "Webhook Endpoints")."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe import webhook_endpoints
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Clearing, Metadata, Page, Parameters, Text, given
from payment_sandbox.stripe.api.reading import listed, retrieved

_KIND = "webhook_endpoint"
EventTypes = Annotated[list[Text], Meta(min_length=1)]


class _New(Parameters, kw_only=True):
    """Of the versions the sandbox has one."""

    url: Text
    enabled_events: EventTypes
    api_version: Literal["2026-10-28.endive"] | UnsetType = UNSET
    description: str | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET


class _Changes(Parameters, kw_only=True):
    url: Text | UnsetType = UNSET
    enabled_events: EventTypes | UnsetType = UNSET
    description: str | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    metadata: Metadata | Clearing | UnsetType = UNSET


def _create(call: Call) -> Document:
    return webhook_endpoints.create(call.account, **given(call.read(_New)))


def _update(call: Call) -> Document:
    return webhook_endpoints.update(call.account, call.id, **given(call.read(_Changes)))


def _delete(call: Call) -> Document:
    call.read(Parameters)
    return webhook_endpoints.delete(call.account, call.id)


OPERATIONS = (
    Operation(method="POST", path="webhook_endpoints", answer=_create),
    listed("webhook_endpoints", _KIND, Page),
    retrieved("webhook_endpoints/{id}", _KIND),
    Operation(method="POST", path="webhook_endpoints/{id}", answer=_update),
    Operation(method="DELETE", path="webhook_endpoints/{id}", answer=_delete),
)
