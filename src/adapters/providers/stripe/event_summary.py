"""The key and the subject of a webhook event that cannot be decoded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from application.ports.provider.updates import FetchRequest
from domain.errors import InvalidValue
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef, is_id

KINDS: Mapping[str, ObjectKind] = {
    "charge": ObjectKind.CHARGE,
    "checkout.session": ObjectKind.CHECKOUT,
    "credit_note": ObjectKind.CREDIT_NOTE,
    "customer": ObjectKind.ACCOUNT,
    "dispute": ObjectKind.DISPUTE,
    "invoice": ObjectKind.INVOICE,
    "invoice_payment": ObjectKind.INVOICE_PAYMENT,
    "payment_intent": ObjectKind.PAYMENT,
    "price": ObjectKind.PRICE,
    "product": ObjectKind.PRODUCT,
    "refund": ObjectKind.CHARGE,
    "subscription": ObjectKind.SUBSCRIPTION,
    "subscription_schedule": ObjectKind.SCHEDULE,
}


def parsed(body: bytes) -> Mapping[str, Any]:
    """Return the body if it is a JSON object, else an empty mapping."""
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def key_of(id_: object, body: bytes) -> str:
    """Return the event's id, or a fingerprint of the body if there is none."""
    return _word(id_) or hashlib.sha256(body).hexdigest()


def type_of(type_: object) -> str:
    return _word(type_) or "unreadable"


def object_of(document: Mapping[str, Any], provider: ProviderName) -> tuple[FetchRequest, ...]:
    """Return the object to fetch. For a refund this is the charge, which has the refunded amount."""
    data = document.get("data")
    about = data.get("object") if isinstance(data, dict) else None
    if not isinstance(about, dict):
        return ()
    type_ = str(about.get("object"))
    kind, id_ = KINDS.get(type_), about.get("charge" if type_ == "refund" else "id")
    if kind is None or not isinstance(id_, str):
        return ()
    try:
        return (FetchRequest(kind=kind, ref=ProviderRef(provider=provider, id=id_)),)
    except InvalidValue:
        return ()


def _word(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return value if is_id(value) else None
