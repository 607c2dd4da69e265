"""Verification and decoding of Lemon Squeezy's webhooks."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from adapters.providers.lemonsqueezy.decoder import Decoder
from adapters.providers.lemonsqueezy.mentions import mentions
from application.ports.errors import InvalidSignature
from application.ports.provider.event import DecodedEvent, ProviderEvent
from application.ports.provider.mentions import Mentions

_SIGNATURE = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class LemonSqueezyWebhooks:
    """Verifies and decodes webhooks. The signature covers no time, so old deliveries pass; applying them is harmless.

    The signature does not cover the header that names the event, so the name in the body is used.
    """

    secrets: tuple[str, ...] = field(repr=False)
    decoder: Decoder

    def check_headers(self, headers: Mapping[str, str]) -> None:
        _signature(headers)

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        signature = _signature(headers)
        genuine = False
        for secret in self.secrets:
            genuine |= hmac.compare_digest(signature, hmac.digest(secret.encode(), body, "sha256").hex())
        if not genuine:
            raise InvalidSignature("the signature does not match any configured secret")

    def decode(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent:
        return self.decoder.read(body)

    def decode_stored(self, event_type: str, payload: str) -> DecodedEvent:
        return self.decoder.read(payload.encode(errors="replace")).decoded

    def mentions(self, payload: str) -> Mentions | None:
        return mentions(payload, self.decoder.provider, self.decoder.references)


def _signature(headers: Mapping[str, str]) -> str:
    """Return the signature.

    Raises:
        InvalidSignature: The header is missing or malformed.
    """
    signature = headers.get("x-signature", "")
    if not _SIGNATURE.fullmatch(signature):
        raise InvalidSignature("the signature header is missing or malformed")
    return signature
