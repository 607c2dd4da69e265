"""The envelope of a webhook."""

from __future__ import annotations

from typing import Any

from msgspec import Raw, Struct

from adapters.redacted import RedactedStruct


class Meta(RedactedStruct):
    """Metadata. `custom_data`: that of the checkout, an empty list if there is none. `test_mode` may be absent."""

    event_name: str
    test_mode: bool | None = None
    custom_data: Any = None


class Event(Struct):
    meta: Meta
    data: Raw
