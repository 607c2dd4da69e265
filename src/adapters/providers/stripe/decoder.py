"""Decoding of verified webhook bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial

import msgspec

from adapters.providers.stripe.decoding.context import DecodingRules, to_datetime
from adapters.providers.stripe.event_summary import key_of, object_of, parsed, type_of
from adapters.providers.stripe.event_table import READERS
from adapters.providers.stripe.mentions import mentions
from adapters.providers.stripe.redaction import masked
from adapters.providers.stripe.thin import reading_of, related_object_of
from adapters.providers.stripe.wire.event import Event
from adapters.providers.stripe.wire.thin_event import THIN, EventFormat, ThinEvent
from adapters.wire_id import why_unreadable
from application.ports.provider.event import DecodedEvent, Ignored, ProviderEvent, Undecodable
from application.ports.provider.mentions import Mentions
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.timestamp import ProviderTimestamp
from domain.provider import ProviderName

OLDEST_VERSION = "2020-08-27"

_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMAT = msgspec.json.Decoder(EventFormat)
_EVENT = msgspec.json.Decoder(Event)
_THIN_EVENT = msgspec.json.Decoder(ThinEvent)
_NOT_UNDERSTOOD = (msgspec.DecodeError, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """Decodes webhook events. `livemode`: events of the other mode are ignored."""

    rules: DecodingRules
    livemode: bool

    @property
    def provider(self) -> ProviderName:
        return self.rules.provider

    def read(self, body: bytes) -> ProviderEvent:
        """Decode a body. Return a result for any input, and never raise."""
        event = self._read(body)
        return replace(event, mentions=partial(mentions, event.payload, self.provider, self.rules.references))

    def _read(self, body: bytes) -> ProviderEvent:
        try:
            if _FORMAT.decode(body).object == THIN:
                return self._thin(body)
            event = _EVENT.decode(body)
        except _NOT_UNDERSTOOD as error:
            return self._without_envelope(body, error)
        return ProviderEvent(
            provider=self.provider,
            key=key_of(event.id, body),
            type=type_of(event.type),
            decoded=self._reading(event, body),
            payload=masked(body),
        )

    def _reading(self, event: Event, body: bytes) -> DecodedEvent:
        if type_of(event.type) != event.type:
            return Undecodable(error="the event type is invalid", fetch_requests=object_of(parsed(body), self.provider))
        read = READERS.get(event.type)
        if read is None:
            return Ignored(reason="events of this type are not handled")
        if event.livemode is not self.livemode:
            return Ignored(reason=f"belongs to {'live' if event.livemode else 'test'} mode")
        if event.account is not None:
            return Ignored(reason="belongs to a connected account")
        if not _is_decodable(event.api_version):
            return self._of_old_version(body)
        try:
            return read(event.data.object, self.rules.at(ProviderTimestamp(as_of=to_datetime(event.created))))
        except _NOT_UNDERSTOOD as error:
            return Undecodable(error=why_unreadable(error), fetch_requests=object_of(parsed(body), self.provider))

    def _of_old_version(self, body: bytes) -> ProviderUpdate:
        wanted = object_of(parsed(body), self.provider)
        named = mentions(masked(body), self.provider, self.rules.references) or Mentions()
        return ProviderUpdate(
            fetch_requests=wanted,
            source=(wanted[0].kind, wanted[0].ref) if wanted else None,
            account=min(named.accounts) if len(named.accounts) == 1 else None,
        )

    def _thin(self, body: bytes) -> ProviderEvent:
        event = _THIN_EVENT.decode(body)
        reading = reading_of(event, self.provider, livemode=self.livemode)
        if type_of(event.type) != event.type:
            reading = Undecodable(
                error="the event type is invalid", fetch_requests=related_object_of(body, self.provider)
            )
        return ProviderEvent(
            provider=self.provider,
            key=key_of(event.id, body),
            type=type_of(event.type),
            decoded=reading,
            payload=masked(body),
            repeats=event.snapshot_event,
        )

    def _without_envelope(self, body: bytes, error: Exception) -> ProviderEvent:
        document = parsed(body)
        about = object_of(document, self.provider) or related_object_of(body, self.provider)
        return ProviderEvent(
            provider=self.provider,
            key=key_of(document.get("id"), body),
            type=type_of(document.get("type")),
            decoded=Undecodable(error=why_unreadable(error), fetch_requests=about),
            payload=masked(body),
        )


def _is_decodable(version: str | None) -> bool:
    """Return whether a version is supported. It begins with its date; newer ones add fields and rarely remove any."""
    return bool(version and _VERSION.match(version) and version[:10] >= OLDEST_VERSION)
