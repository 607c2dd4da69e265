"""The interface of a provider under test, so that the suite can run on it."""

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
    """One state of one object: its pushed event, and the request that fetches it."""

    pushed: bytes
    kind: ObjectKind
    ref: ProviderRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A customer at the portal. `heard` holds the bodies of earlier deliveries, and `purchase` is the one that they
    name.

    `meanwhile` changes the provider after the portal was opened once.
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
        """The rate limits of its calls."""
        ...

    @property
    def now(self) -> datetime:
        """The time on the provider's clock."""
        ...

    def close(self) -> None:
        """Close everything that the fake keeps open."""
        ...

    async def wait(self, seconds: float) -> None:
        """Let time pass at the provider."""
        ...

    @property
    def matrix(self) -> Path:
        """The document with the table of situations and outcomes."""
        ...

    @property
    def title(self) -> str:
        """The heading of the section that contains the table."""
        ...

    @property
    def secrets(self) -> Sequence[str]:
        """Secrets that must never be revealed: keys and portal URLs."""
        ...

    @property
    def bodies(self) -> Mapping[str, bytes]:
        """A genuine body of every type of event, by a descriptive name."""
        ...

    @property
    def states(self) -> Mapping[str, Callable[[], State]]:
        """States that can be both pushed and fetched; calling one fills the fake API."""
        ...

    @property
    def situations(self) -> Mapping[str, Callable[[], Situation]]:
        """Situations by their names in the table; calling one fills the fake API."""
        ...

    def signed(self, body: bytes, at: datetime, *, secret: int = 0) -> Mapping[str, str]:
        """Return the headers with which the provider sends a body, signed with one of the configured secrets."""
        ...

    def forged(self, body: bytes, at: datetime) -> Iterable[tuple[str, Mapping[str, str]]]:
        """Yield invalid headers, each with its defect."""
        ...

    def answer_with(self, answer: Answer | None) -> None:
        """Set the fake API's response from now on, or restore the normal ones."""
        ...

    def watch(self, on_call: Callable[[], None]) -> None:
        """Call this before each response of the fake API."""
        ...
