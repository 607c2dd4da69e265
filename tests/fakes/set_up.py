"""What is set up at a provider that does what a test tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from application.ports.provider.setup import Change, Finding, Installed, Probe, fine


@dataclass(slots=True)
class FakeSetUp:
    """Everything is fine there, unless `called`, which each call is told to, fails. Its clock stands at noon.

    `secrets`: how many webhook secrets are configured.
    """

    called: Callable[[], None]
    secrets: int = 1

    async def time(self) -> datetime:
        self.called()
        return datetime(2026, 11, 15, 12, tzinfo=UTC)

    async def mode(self) -> Sequence[Finding]:
        self.called()
        return (fine("api_key_mode", "test"),)

    async def portal(self) -> Sequence[Finding]:
        self.called()
        return ()

    async def webhooks(self, address: str) -> Sequence[Finding]:
        self.called()
        return (fine("webhook_endpoint", address),)

    def probes(self, now: datetime) -> Sequence[Probe]:
        return [Probe(headers={"x-signature": f"secret {number}"}, body=b"probe") for number in range(self.secrets)]

    async def install(self, address: str, *, thin: bool = False) -> Installed:
        self.called()
        return Installed(endpoint=address, change=Change.CREATED, secret="whsec_made_up", next_steps=["restart"])


@dataclass(slots=True)
class FakeOwnAddress:
    """Answers deliveries as told by what they are signed with, None for nothing."""

    answer: Callable[[str | None], int | None] = lambda signature: 200 if signature else 400
    reached: list[str] = field(default_factory=list)

    async def deliver(self, address: str, headers: Mapping[str, str], body: bytes) -> int | None:
        self.reached.append(address)
        return self.answer(headers.get("x-signature"))
