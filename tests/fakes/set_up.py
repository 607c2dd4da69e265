"""What is set up at a provider that does what a test tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from application.ports.set_up import Change, Finding, Installed, Probe, fine


class Failing(Protocol):
    fails: Exception | None


@dataclass(slots=True)
class FakeSetUp:
    """Everything is fine there, unless the provider fails. Its clock stands at noon."""

    provider: Failing

    async def time(self) -> datetime:
        self._called()
        return datetime(2026, 11, 15, 12, tzinfo=UTC)

    async def portal(self) -> Sequence[Finding]:
        self._called()
        return ()

    async def webhooks(self, address: str) -> Sequence[Finding]:
        self._called()
        return (fine("webhook_endpoint", address),)

    def probe(self, now: datetime) -> Probe:
        return Probe(headers={"x-signature": "genuine"}, body=b"probe")

    async def install(self, address: str) -> Installed:
        self._called()
        return Installed(endpoint=address, change=Change.CREATED, secret="whsec_made_up", next_steps=["restart"])

    def _called(self) -> None:
        if self.provider.fails is not None:
            raise self.provider.fails


@dataclass(slots=True)
class FakeOwnAddress:
    """Answers signed and unsigned deliveries as told."""

    answer: Callable[[bool], int | None] = lambda signed: 200 if signed else 400
    reached: list[str] = field(default_factory=list)

    async def deliver(self, address: str, headers: Mapping[str, str], body: bytes) -> int | None:
        self.reached.append(address)
        return self.answer(bool(headers))
