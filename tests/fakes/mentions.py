"""Customers named by fake payloads: a JSON object with `user_id`, `customer`, `order`, `email` and `to`."""

from __future__ import annotations

import json

from application.portal.checkout_reference import ids_named_by
from application.ports.provider.mentions import Mentions, folded
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef


def mentions_in(payload: str, provider: ProviderName) -> Mentions | None:
    try:
        document = json.loads(payload)
    except ValueError:
        return None
    told = document if isinstance(document, dict) else {}
    texts = {name: value for name, value in told.items() if isinstance(value, str) and value}
    addresses = {value for name, value in texts.items() if name != "user_id" and (name == "email" or "@" in value)}
    return Mentions(
        customers=ids_named_by(texts["user_id"]) if "user_id" in texts else frozenset(),
        accounts=frozenset({ProviderRef(provider=provider, id=texts["customer"])} if "customer" in texts else ()),
        subjects=frozenset(
            {(ObjectKind.ORDER, ProviderRef(provider=provider, id=texts["order"]))} if "order" in texts else ()
        ),
        emails=frozenset(map(folded, addresses)),
        names=frozenset({folded(texts["to"])} if "to" in texts else ()),
    )
