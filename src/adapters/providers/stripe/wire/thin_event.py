"""Thin events, which name an object without its content (Stripe API v2, "Events")."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from adapters.providers.stripe.wire.values import Id

THIN = "v2.core.event"


class EventFormat(Struct):
    """The `object` of a body, which distinguishes a thin event from a snapshot event."""

    object: Any = None


class RelatedObject(Struct):
    """The object that an event is about. `id` is absent where an account has only one such object."""

    type: str
    id: Id | None = None


class ThinEvent(Struct):
    """A thin event. `context` names the event's account if that is not the destination's own.

    `snapshot_event` is the id of the snapshot event of the same occurrence. Stripe documents it for a retrieved event
    and not for a delivered one.
    """

    id: Id
    type: str
    created: Annotated[datetime, Meta(tz=True)]
    livemode: bool
    context: str | None = None
    related_object: RelatedObject | None = None
    snapshot_event: Id | None = None
