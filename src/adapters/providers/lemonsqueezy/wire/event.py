"""The envelope of a webhook."""

from __future__ import annotations

from typing import Any

from msgspec import Raw, Struct

from adapters.redacted import RedactedStruct


class Meta(RedactedStruct):
    """`custom_data`: what the checkout carried; of nothing, an empty list is made. `test_mode` is not always there."""

    event_name: str
    test_mode: bool | None = None
    custom_data: Any = None


class Event(Struct):
    meta: Meta
    data: Raw
