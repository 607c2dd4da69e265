"""A provider's event in its own terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.mirror.snapshot import ObjectKind
from town.life import Provider

Object = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """`held` is the state of the objects from then on, and `body` is the event.

    `about` names the objects to fetch if the event never arrives. `needed` events contain something that no fetch
    returns.
    """

    at: float
    provider: Provider
    held: tuple[Object, ...]
    body: bytes
    about: tuple[ObjectKind, str]
    needed: bool = False
