"""Hearing what a provider sends unasked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from application.provider_event import ProviderEvent


class Webhooks(Protocol):
    """One provider's deliveries."""

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Lets nothing pass that the provider did not sign. Header names are lower case.

        Raises:
            InvalidSignature: the body must not be looked at.
        """
        ...

    def read(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent:
        """Decodes a verified delivery. It looks at no clock and fails at nothing: what it cannot read, it says so.

        Some providers name the event in a header; nothing else is ever read from one.
        """
        ...
