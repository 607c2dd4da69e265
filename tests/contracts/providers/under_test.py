"""What a provider has to bring along so that the suite can be run on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import httpx

from application.ports.provider.provider import Provider
from domain.customer import CustomerId
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderRef
from fakes.in_memory.rate_limits import InMemoryRateLimits

Answer = Callable[[httpx.Request], httpx.Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of one object: as it is pushed, and what to ask for to be told the same."""

    pushed: bytes
    kind: ObjectKind
    ref: ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A customer at the door. `heard`: the bodies of the deliveries that came before; `purchase`: the one they name.

    `meanwhile`: what happens at the provider after the portal was opened once already.
    """

    customer_id: CustomerId
    heard: Sequence[bytes]
    purchase: ProviderRef | None = None
    meanwhile: Callable[[], None] | None = None


class ProviderUnderTest(Protocol):
    """A connection to a fake of the provider's API, and the means to play the provider."""

    @property
    def provider(self) -> Provider: ...

    @property
    def limits(self) -> InMemoryRateLimits:
        """Where its calls take their turns."""
        ...

    @property
    def now(self) -> datetime:
        """What the provider's clock says."""
        ...

    def close(self) -> None:
        """Closes what a fake of the API keeps open."""
        ...

    async def wait(self, seconds: float) -> None:
        """So long passes at the provider."""
        ...

    @property
    def matrix(self) -> Path:
        """The document whose table says what opens in which situation."""
        ...

    @property
    def title(self) -> str:
        """Of the part of the document that the table is in."""
        ...

    @property
    def secrets(self) -> Sequence[str]:
        """What must never be told to anybody: keys, and the addresses of portals."""
        ...

    @property
    def bodies(self) -> Mapping[str, bytes]:
        """A genuine body of every type of event, by a name that tells which."""
        ...

    @property
    def states(self) -> Mapping[str, Callable[[], State]]:
        """States that can be both pushed and asked for; calling one makes the fake API hold it."""
        ...

    @property
    def situations(self) -> Mapping[str, Callable[[], Situation]]:
        """By the words of the matrix; calling one makes the fake API fit it."""
        ...

    def signed(self, body: bytes, at: datetime, *, secret: int = 0) -> Mapping[str, str]:
        """The headers with which the provider sends a body, signed with one of the configured secrets."""
        ...

    def forged(self, body: bytes, at: datetime) -> Iterable[tuple[str, Mapping[str, str]]]:
        """Headers that prove nothing, each with what is wrong."""
        ...

    def answer_with(self, answer: Answer | None) -> None:
        """From now on the fake API answers like this, or again as it should."""
        ...

    def watch(self, on_call: Callable[[], None]) -> None:
        """Has this called before each answer of the fake API."""
        ...
