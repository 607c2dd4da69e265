"""Decoding of thin events into fetch requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

import msgspec

from adapters.providers.stripe.event_summary import KINDS
from adapters.providers.stripe.wire.thin_event import RelatedObject, ThinEvent
from application.ports.provider.event import DecodedEvent, Ignored
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from domain.errors import InvalidValue
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

_FETCHED: Mapping[str, ObjectKind] = {**KINDS, "refund": ObjectKind.REFUND}
_REMAINS = frozenset({ObjectKind.ACCOUNT, ObjectKind.SUBSCRIPTION})
"""Objects that Stripe still returns after their `deleted` event. It returns 404 for the others."""
_NOTHING_NEW = frozenset({"v1.checkout.session.expired"})
"""Types of events without a purchase, so that nothing is fetched. Many more sessions expire than are completed."""

_RELATED = msgspec.json.Decoder(dict[str, msgspec.Raw])


def reading_of(event: ThinEvent, provider: ProviderName, *, livemode: bool) -> DecodedEvent:
    """Request a fetch of the related object if it is mirrored and belongs to this account and mode."""
    if event.related_object is None or event.related_object.type not in _FETCHED:
        return Ignored(reason="events about objects of this type are not handled")
    if event.livemode is not livemode:
        return Ignored(reason=f"belongs to {'live' if event.livemode else 'test'} mode")
    if event.context is not None:
        return Ignored(reason="belongs to another account: the event destination also listens to other accounts")
    wanted = _wanted(event.related_object, provider)
    if wanted is None:
        return Ignored(reason="the object has no id to fetch")
    if event.type in _NOTHING_NEW:
        return ProviderUpdate()
    if event.type.endswith(".deleted") and wanted.kind not in _REMAINS:
        return Ignored(reason="a deleted object of this type cannot be fetched")
    return ProviderUpdate(
        fetch_requests=(wanted,), source=(wanted.kind, wanted.ref), said_at=event.created.astimezone(UTC)
    )


def related_object_of(body: bytes, provider: ProviderName) -> tuple[FetchRequest, ...]:
    """Return the object of a thin event with an unknown structure, if it can be decoded."""
    try:
        related = msgspec.json.decode(_RELATED.decode(body)["related_object"], type=RelatedObject)
    except (msgspec.DecodeError, ValueError, KeyError, RecursionError):
        return ()
    wanted = _wanted(related, provider)
    return (wanted,) if wanted is not None else ()


def _wanted(related: RelatedObject, provider: ProviderName) -> FetchRequest | None:
    kind = _FETCHED.get(related.type)
    if kind is None or related.id is None:
        return None
    try:
        return FetchRequest(kind=kind, ref=ProviderRef(provider=provider, id=related.id))
    except InvalidValue:
        return None
