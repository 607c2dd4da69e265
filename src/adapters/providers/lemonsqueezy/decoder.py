"""Decoding of verified webhook bodies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import msgspec

from adapters.providers.lemonsqueezy.decoding.context import DecodingContext
from adapters.providers.lemonsqueezy.event_summary import key_of, name_in, type_of, wanted_of
from adapters.providers.lemonsqueezy.event_table import Reader, reader_of
from adapters.providers.lemonsqueezy.mentions import mentions
from adapters.providers.lemonsqueezy.redaction import masked
from adapters.providers.lemonsqueezy.store_scope import StoreScope
from adapters.providers.lemonsqueezy.wire.document import Resource
from adapters.providers.lemonsqueezy.wire.event import Event
from adapters.providers.lemonsqueezy.wire.values import OfStore
from adapters.wire_id import why_unreadable
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.event import DecodedEvent, Ignored, ProviderEvent, Undecodable
from application.ports.provider.updates import ProviderUpdate
from domain.ownership.claim import Trust
from domain.provider import ProviderName

_EVENT = msgspec.json.Decoder(Event)
_OF_STORE = msgspec.json.Decoder(Resource[OfStore])
_NOT_UNDERSTOOD = (msgspec.DecodeError, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """Decodes webhook events. `seller`: other events are ignored. `unsigned`: the trust of unsigned custom data."""

    provider: ProviderName
    seller: StoreScope
    references: CheckoutReferenceSigner
    unsigned: Trust

    def read(self, body: bytes) -> ProviderEvent:
        """Decode a body. Return a result for any input, and never raise."""
        reading: DecodedEvent
        try:
            event = _EVENT.decode(body)
            name, reading = type_of(event.meta.event_name), self._reading(event)
        except _NOT_UNDERSTOOD as error:
            name, reading = (
                name_in(body),
                Undecodable(error=why_unreadable(error), fetch_requests=wanted_of(body, self.provider)),
            )
        payload = masked(body)
        return ProviderEvent(
            provider=self.provider,
            key=key_of(body),
            type=name,
            decoded=reading,
            payload=payload,
            mentions=partial(mentions, payload, self.provider, self.references),
        )

    def _reading(self, event: Event) -> ProviderUpdate | Ignored:
        if type_of(event.meta.event_name) != event.meta.event_name:
            raise ValueError("the event name is invalid")
        read = reader_of(event.meta.event_name, event.data)
        if read is None:
            return Ignored(reason="events of this type are not handled")
        of_store = _OF_STORE.decode(event.data).attributes
        foreign = self.seller.why_foreign(of_store, test_mode=event.meta.test_mode)
        return Ignored(reason=foreign) if foreign is not None else self._heard(read, event)

    def _heard(self, read: Reader, event: Event) -> ProviderUpdate:
        carried = event.meta.custom_data
        telling = DecodingContext(
            provider=self.provider,
            references=self.references,
            custom_data=carried if isinstance(carried, dict) else {},
            unsigned=self.unsigned,
        )
        return read(event.data, telling)
