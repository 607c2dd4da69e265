"""The JSON of answers that only say yes."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Received(Struct, frozen=True, kw_only=True):
    """The delivery is kept."""

    received: bool = True


class Health(Struct, frozen=True, kw_only=True):
    """The service answers."""

    status: Literal["ok"] = "ok"
