"""The owner of the API key, without the owner's name."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.lemonsqueezy.wire.document import Typed


class KeyMeta(Struct):
    """Metadata. `test_mode`: that of the API key; older responses omit it."""

    test_mode: bool | None = None


class KeyOwner(Struct):
    data: Typed
    meta: KeyMeta | None = None
