"""Something that happens at a provider, as the provider tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.mirror.snapshot import ObjectKind
from town.life import Provider

Object = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """`held`: how these objects are from then on; `body`: the event that tells of it.

    `about`: what to ask for where the event never arrives. `needed`: no answer would make up for it.
    """

    at: float
    provider: Provider
    held: tuple[Object, ...]
    body: bytes
    about: tuple[ObjectKind, str]
    needed: bool = False
