"""Decoding of Lemon Squeezy's objects as a webhook contains them."""

from __future__ import annotations

import json
from typing import Any

from adapters.providers.lemonsqueezy.assembly import NAME
from adapters.providers.lemonsqueezy.decoder import Decoder
from adapters.providers.lemonsqueezy.store_scope import StoreScope
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.event import ProviderEvent
from application.ports.provider.updates import ProviderUpdate
from domain.ownership.claim import Trust
from domain.provider import ProviderRef
from fixtures.lemonsqueezy.payloads import STORE_ID, wrap
from silence.made_up import secret

REFERENCES = CheckoutReferenceSigner(key="user_id", secret=secret("what references are signed with"))


def read(event: dict[str, Any] | bytes, *, test_mode: bool = True, unsigned: Trust = Trust.UNSIGNED) -> ProviderEvent:
    seller = StoreScope(store_id=STORE_ID, test_mode=test_mode)
    decoder = Decoder(provider=NAME, seller=seller, references=REFERENCES, unsigned=unsigned)
    return decoder.read(event if isinstance(event, bytes) else json.dumps(event).encode())


def heard(each: dict[str, Any], name: str, **more: Any) -> ProviderUpdate:
    """Decode an event of this name with this object."""
    reading = read(wrap(each, name, custom_data=more.pop("custom_data", None)), **more).decoded
    assert isinstance(reading, ProviderUpdate), reading
    return reading


def told(each: dict[str, Any], name: str = "subscription_updated") -> Any:
    """Return the first snapshot of the decoded event."""
    return heard(each, name).snapshots[0]


def ref(id_: str) -> ProviderRef:
    return ProviderRef(provider=NAME, id=id_)
