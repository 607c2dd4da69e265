"""The calls of the API v2 that are answered: event destinations and thin events."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from payment_sandbox.records import Document
from payment_sandbox.stripe import event_destinations as destinations
from payment_sandbox.stripe.account import Account
from payment_sandbox.stripe.api.parameters import Text, Url
from payment_sandbox.stripe.objects import thin_event
from payment_sandbox.stripe.refusal import Refusal

T = TypeVar("T", bound=Struct)
EventTypes = Annotated[list[Text], Meta(min_length=1)]


class _Shown(Struct, forbid_unknown_fields=True, kw_only=True):
    """Lists in `include` the fields to show, which are redacted otherwise."""

    include: list[Literal["webhook_endpoint.url", "webhook_endpoint.signing_secret"]] = []


class _Listed(_Shown, kw_only=True):
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    page: str | None = None


class _Target(Struct, forbid_unknown_fields=True, kw_only=True):
    url: Url


class _New(_Shown, kw_only=True):
    name: Text
    type: Literal["webhook_endpoint"]
    event_payload: Literal["snapshot", "thin"]
    enabled_events: EventTypes
    webhook_endpoint: _Target
    description: str = ""
    events_from: list[Literal["@self"]] = []


class _Changes(_Shown, kw_only=True):
    name: Text | None = None
    description: str | None = None
    enabled_events: EventTypes | None = None
    webhook_endpoint: _Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`ids`: those that its path names; `sent`: its parameters as they came."""

    account: Account
    ids: Sequence[str]
    sent: dict[str, Any]

    def read(self, parameters: type[T]) -> T:
        try:
            return msgspec.convert(self.sent, parameters, strict=False)
        except msgspec.ValidationError as error:
            raise Refusal(str(error)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`path`: below `/v2/`, with placeholders for ids."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    answer: Callable[[Call], Document]

    def ids_in(self, path: str) -> Sequence[str] | None:
        match = re.fullmatch(self.path.replace("{id}", "([^/]+)"), path)
        return None if match is None else match.groups()


def _create(call: Call) -> Document:
    wanted = call.read(_New)
    made = destinations.create(
        call.account,
        name=wanted.name,
        url=wanted.webhook_endpoint.url,
        event_payload=wanted.event_payload,
        enabled_events=wanted.enabled_events,
        description=wanted.description,
    )
    return _shown(made, wanted, secret=destinations.secret_of(call.account, made["id"]))


def _list(call: Call) -> Document:
    """On one page: there are 16 at most."""
    wanted = call.read(_Listed)
    found = [_shown(each, wanted) for each in call.account.records.all(destinations.KIND)]
    return {"data": found, "next_page_url": None, "previous_page_url": None}


def _retrieve(call: Call) -> Document:
    return _shown(call.account.get(destinations.KIND, call.ids[0]), call.read(_Shown))


def _update(call: Call) -> Document:
    wanted = call.read(_Changes)
    given = {name: value for name, value in msgspec.to_builtins(wanted).items() if value is not None}
    given.pop("include")
    if wanted.webhook_endpoint is not None:
        given["webhook_endpoint"] = {"signing_secret": None, "url": wanted.webhook_endpoint.url}
    return _shown(destinations.change(call.account, call.ids[0], **given), wanted)


def _enable(call: Call) -> Document:
    return _shown(destinations.enable(call.account, call.ids[0]), call.read(_Shown))


def _disable(call: Call) -> Document:
    return _shown(destinations.disable(call.account, call.ids[0]), call.read(_Shown))


def _ping(call: Call) -> Document:
    return call.account.ping(call.account.get(destinations.KIND, call.ids[0]))


def _event(call: Call) -> Document:
    return call.account.get(thin_event.KIND, call.ids[0])


def _shown(destination: Document, wanted: _Shown, *, secret: str | None = None) -> Document:
    url = destination["webhook_endpoint"]["url"] if "webhook_endpoint.url" in wanted.include else None
    shown = secret if "webhook_endpoint.signing_secret" in wanted.include else None
    return {**destination, "webhook_endpoint": {"signing_secret": shown, "url": url}}


_DESTINATIONS = "core/event_destinations"
OPERATIONS = (
    Operation(method="POST", path=_DESTINATIONS, answer=_create),
    Operation(method="GET", path=_DESTINATIONS, answer=_list),
    Operation(method="GET", path=f"{_DESTINATIONS}/{{id}}", answer=_retrieve),
    Operation(method="POST", path=f"{_DESTINATIONS}/{{id}}", answer=_update),
    Operation(method="POST", path=f"{_DESTINATIONS}/{{id}}/enable", answer=_enable),
    Operation(method="POST", path=f"{_DESTINATIONS}/{{id}}/disable", answer=_disable),
    Operation(method="POST", path=f"{_DESTINATIONS}/{{id}}/ping", answer=_ping),
    Operation(method="GET", path="core/events/{id}", answer=_event),
)
