"""The key and the subjects of a webhook event that cannot be decoded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from application.ports.provider.updates import FetchRequest
from domain.errors import InvalidValue
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef, is_id

_KINDS: Mapping[str, ObjectKind] = {
    "customers": ObjectKind.ACCOUNT,
    "orders": ObjectKind.ORDER,
    "subscriptions": ObjectKind.SUBSCRIPTION,
}


def key_of(body: bytes) -> str:
    """Return a fingerprint of the body. Events have no id, and nothing else distinguishes two of the same second."""
    return hashlib.sha256(body).hexdigest()


def type_of(name: object) -> str:
    if isinstance(name, str) and is_id(name):
        return name
    return "unreadable"


def name_in(body: bytes) -> str:
    """Return the name of the event if it can be decoded."""
    return type_of(_within(_parsed(body), "meta").get("event_name"))


def wanted_of(body: bytes, provider: ProviderName) -> tuple[FetchRequest, ...]:
    """Return the objects to fetch, as far as they can be decoded."""
    found = []
    for kind, id_ in _about(_within(_parsed(body), "data")):
        try:
            found.append(FetchRequest(kind=kind, ref=ProviderRef(provider=provider, id=str(id_))))
        except InvalidValue:
            continue
    return tuple(found)


def _about(data: Mapping[str, Any]) -> Iterator[tuple[ObjectKind, str | int]]:
    type_, id_ = str(data.get("type")), data.get("id")
    if type_ == "subscription-invoices":
        subscription = _within(data, "attributes").get("subscription_id")
        if isinstance(subscription, str | int):
            yield ObjectKind.SUBSCRIPTION, subscription
            yield ObjectKind.ARREARS, subscription
    elif type_ in _KINDS and isinstance(id_, str | int):
        yield _KINDS[type_], id_


def _within(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _parsed(body: bytes) -> Mapping[str, Any]:
    """Return the body if it is a JSON object, else an empty mapping."""
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
