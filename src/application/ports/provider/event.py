"""The decoded form of a webhook event of any provider."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from application.ports.provider.mentions import Mentions
from application.ports.provider.updates import FetchRequest, ProviderUpdate
from domain.provider import ProviderName


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Genuine, and of no concern: a type that is not handled, another mode, another store."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecodable:
    """Genuine, and not understood. `fetch_requests`: the objects it was about, as far as that could be made out."""

    error: str
    fetch_requests: tuple[FetchRequest, ...] = ()


DecodedEvent = ProviderUpdate | Ignored | Undecodable


def _nothing() -> None:
    """Return nothing: an event that was made up has no payload to search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderEvent:
    """One genuine delivery.

    `key` is the same for a repeated delivery of the same event and different for any other. `payload` is the body as
    text with its credentials masked, from which the same reading can be made again. `repeats` is the key of another
    event of the same occurrence, where the provider sends two and says so. `mentions` finds out whom and what the
    payload names; None if it cannot be decoded at all. Seldom anybody asks, and a large payload takes a while.
    """

    provider: ProviderName
    key: str
    type: str
    decoded: DecodedEvent
    payload: str = field(repr=False)
    repeats: str | None = None
    mentions: Callable[[], Mentions | None] = field(default=_nothing, repr=False, compare=False)
