"""Acme's webhooks: `acme-sign` is the HMAC of the event's id, the time and the body, one for each secret."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from application.ports.errors import InvalidSignature
from application.ports.provider.event import DecodedEvent, ProviderEvent
from application.ports.provider.mentions import Mentions
from fakes.providers.acme.decoder import Decoder
from fakes.providers.acme.mentions import mentions

TOLERANCE = 300
_TIME = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcmeWebhooks:
    secrets: tuple[str, ...] = field(repr=False)
    decoder: Decoder

    def check_headers(self, headers: Mapping[str, str]) -> None:
        if not headers.get("acme-sign") or not _TIME.fullmatch(headers.get("acme-time", "")):
            raise InvalidSignature("not signed by Acme")

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        event, time = headers.get("acme-event", ""), headers.get("acme-time", "")
        given = headers.get("acme-sign", "")[:1000].encode(errors="replace").split()
        expected = [signature(secret, event, time, body) for secret in self.secrets]
        if not any([hmac.compare_digest(one, other) for one in given for other in expected]):  # noqa: C419  # in constant time
            raise InvalidSignature("not signed by Acme")
        if not event or not _TIME.fullmatch(time) or abs(now.timestamp() - int(time)) > TOLERANCE:
            raise InvalidSignature("signed at another time")

    def decode(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent:
        return self.decoder.read(headers.get("acme-event"), body)

    def decode_stored(self, event_type: str, payload: str) -> DecodedEvent:
        return self.decoder.read(None, payload.encode(errors="replace")).decoded

    def mentions(self, payload: str) -> Mentions | None:
        return mentions(payload, self.decoder.provider, self.decoder.references)


def signature(secret: str, event: str, time: str, body: bytes) -> bytes:
    signed = b"\n".join([event.encode(errors="replace"), time.encode(errors="replace"), body])
    return base64.b64encode(hmac.digest(secret.encode(), signed, "sha256"))
