"""Events (Stripe API, "Events"): those of the last 30 days."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from payment_sandbox.records import Document
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.call import Call, Operation
from payment_sandbox.stripe.api.parameters import Parameters, Text
from payment_sandbox.stripe.api.reading import ByTime, listed
from payment_sandbox.stripe.refusal import no_such

_KIND = "event"
_KEPT = 30 * 86_400


class _Listed(ByTime, kw_only=True):
    type: Text | UnsetType = UNSET
    types: Annotated[list[Text], Meta(max_length=20)] | UnsetType = UNSET
    delivery_success: bool | UnsetType = UNSET


def _passes(wanted: _Listed, account: Account, event: Document) -> bool:
    type_ = event["type"]
    return (
        _is_kept(account, event)
        and (wanted.type is UNSET or fnmatchcase(type_, wanted.type))
        and (wanted.types is UNSET or type_ in wanted.types)
        and (wanted.delivery_success is UNSET or wanted.delivery_success is _was_delivered(account, event))
    )


def _was_delivered(account: Account, event: Document) -> bool:
    """To everybody: what still waits was not, nor what was given up."""
    return all(each.outcome in ("received", "withdrawn") for each in account.deliveries(event["id"]))


def _shown(account: Account, event: Document) -> Document:
    """Nothing of it ever changes, but how many endpoints have yet to receive it."""
    waiting = {each.message.endpoint_id for each in account.deliveries(event["id"]) if each.outcome == "waiting"}
    return {**event, "pending_webhooks": len(waiting)}


def _is_kept(account: Account, event: Document) -> bool:
    return bool(event["created"] > account.now() - _KEPT)


def _retrieve(call: Call) -> Document:
    call.read(Parameters)
    event = call.addressed(_KIND)
    if not _is_kept(call.account, event):
        raise no_such(_KIND, call.id)
    return _shown(call.account, event)


OPERATIONS = (
    listed("events", _KIND, _Listed, beside=("type", "types", "delivery_success"), passes=_passes, shown=_shown),
    Operation(method="GET", path="events/{id}", answer=_retrieve),
)
