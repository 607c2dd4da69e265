"""Verification and decoding of Stripe's webhooks."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from adapters.providers.stripe.decoder import Decoder
from adapters.providers.stripe.mentions import mentions
from application.ports.errors import InvalidSignature
from application.ports.provider.event import DecodedEvent, ProviderEvent
from application.ports.provider.mentions import Mentions

TOLERANCE = 300
"""The maximum age of a signature, or its time ahead, in seconds (Stripe documentation, "Verify webhook signatures")."""

_LONGEST_HEADER = 4096
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeWebhooks:
    """Verifies and decodes webhooks. The SDK's own check requires text, accepts signatures from the future and raises
    four kinds of errors; this one takes bytes and raises one."""

    secrets: tuple[str, ...] = field(repr=False)
    decoder: Decoder

    def check_headers(self, headers: Mapping[str, str]) -> None:
        _parsed(headers)

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        timestamp, signatures = _parsed(headers)
        genuine = False
        for secret in self.secrets:
            expected = hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()
            for signature in signatures:
                genuine |= hmac.compare_digest(signature, expected)
        if not genuine:
            raise InvalidSignature("the signature does not match any configured secret")
        if abs(now.timestamp() - int(timestamp)) > TOLERANCE:
            raise InvalidSignature("the signature's timestamp is too far from the current time")

    def decode(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent:
        return self.decoder.read(body)

    def decode_stored(self, event_type: str, payload: str) -> DecodedEvent:
        return self.decoder.read(payload.encode(errors="replace")).decoded

    def mentions(self, payload: str) -> Mentions | None:
        return mentions(payload, self.decoder.provider, self.decoder.rules.references)


def _parsed(headers: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the timestamp and the signatures of the only real scheme; others are for tests.

    Raises:
        InvalidSignature: The header is missing or malformed.
    """
    header = headers.get("stripe-signature", "")
    if len(header) > _LONGEST_HEADER:
        raise InvalidSignature("the signature header is too long")
    pairs = [part.strip().partition("=") for part in header.split(",")]
    timestamps = [value for name, _, value in pairs if name == "t"]
    signatures = [value for name, _, value in pairs if name == "v1" and _SIGNATURE.fullmatch(value)]
    if len(timestamps) != 1 or not _TIMESTAMP.fullmatch(timestamps[0]) or not signatures:
        raise InvalidSignature("the signature header is missing or malformed")
    return timestamps[0], signatures
