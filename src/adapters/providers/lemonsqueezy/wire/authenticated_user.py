"""Whose API key this is. Who that is by name is not read."""

from __future__ import annotations

from msgspec import Struct

from adapters.providers.lemonsqueezy.wire.document import Typed


class KeyMeta(Struct):
    """`test_mode`: that of the API key; older answers do not tell it."""

    test_mode: bool | None = None


class KeyOwner(Struct):
    data: Typed
    meta: KeyMeta | None = None
