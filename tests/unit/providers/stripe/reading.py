"""Decoding of Stripe's objects as a webhook contains them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from adapters.providers.stripe.decoder import Decoder
from adapters.providers.stripe.decoding.context import DecodingRules
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.event import ProviderEvent
from application.ports.provider.updates import ProviderUpdate
from domain.provider import ProviderName, ProviderRef
from fixtures.stripe.payloads import wrap
from silence.made_up import secret

STRIPE = ProviderName("stripe")
REFERENCES = CheckoutReferenceSigner(key="user_id", secret=secret("what references are signed with"))
CREATED = 1794000000


def read(event: dict[str, Any], *, livemode: bool = False, pricing_tables: bool = False) -> ProviderEvent:
    rules = DecodingRules(provider=STRIPE, references=REFERENCES, pricing_tables=pricing_tables)
    return Decoder(rules=rules, livemode=livemode).read(json.dumps(event).encode())


def heard(each: dict[str, Any], type_: str, *, pricing_tables: bool = False) -> ProviderUpdate:
    """Decode an event of this type with this object."""
    reading = read(wrap(each, type_, created=CREATED, event_id="evt_1"), pricing_tables=pricing_tables).decoded
    assert isinstance(reading, ProviderUpdate), reading
    return reading


def told(each: dict[str, Any], type_: str) -> Any:
    """Return the first snapshot of the decoded event."""
    return heard(each, type_).snapshots[0]


def ref(id_: str) -> ProviderRef:
    return ProviderRef(provider=STRIPE, id=id_)


def at(unix: int) -> datetime:
    return datetime.fromtimestamp(unix, UTC)
