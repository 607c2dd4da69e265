"""Hearing what a provider sends unasked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from application.ports.provider.event import DecodedEvent, ProviderEvent
from application.ports.provider.mentions import Mentions


class Webhooks(Protocol):
    """One provider's deliveries."""

    def check_headers(self, headers: Mapping[str, str]) -> None:
        """Refuse a delivery whose headers alone show that it is not signed. Header names are lower case.

        Raises:
            InvalidSignature: there is no reason to receive the body.
        """
        ...

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Lets nothing pass that the provider did not sign. Header names are lower case.

        Raises:
            InvalidSignature: the body must not be looked at.
        """
        ...

    def decode(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent:
        """Decodes a verified delivery. It looks at no clock and fails at nothing: what it cannot read, it says so.

        Some providers name the event in a header; nothing else is ever read from one.
        """
        ...

    def decode_stored(self, event_type: str, payload: str) -> DecodedEvent:
        """Decode a stored delivery from the type and the payload that `decode` returned for it.

        The result is the same as before, unless the code decodes more than it did then. Never raises.
        """
        ...

    def mentions(self, payload: str) -> Mentions | None:
        """Return whom and what a stored payload names, None if it cannot be decoded at all. It never fails."""
        ...
