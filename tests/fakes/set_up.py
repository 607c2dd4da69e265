"""The setup at a scriptable provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from application.ports.provider.setup import CheckResult, InstalledEndpoint, InstallResult, Probe, fine


@dataclass(slots=True)
class FakeSetUp:
    """Every check passes, unless `called`, which receives each call, raises. Its clock stands at noon.

    `secrets` is the number of configured webhook secrets.
    """

    called: Callable[[], None]
    secrets: int = 1

    async def time(self) -> datetime:
        self.called()
        return datetime(2026, 11, 15, 12, tzinfo=UTC)

    async def mode(self) -> Sequence[CheckResult]:
        self.called()
        return (fine("api_key_mode", "test"),)

    async def portal(self) -> Sequence[CheckResult]:
        self.called()
        return ()

    async def webhooks(self, address: str) -> Sequence[CheckResult]:
        self.called()
        return (fine("webhook_endpoint", address),)

    def probes(self, now: datetime) -> Sequence[Probe]:
        return [Probe(headers={"x-signature": f"secret {number}"}, body=b"probe") for number in range(self.secrets)]

    async def install(self, address: str, *, thin: bool = False) -> InstalledEndpoint:
        self.called()
        return InstalledEndpoint(
            endpoint=address, change=InstallResult.CREATED, secret="whsec_made_up", next_steps=["restart"]
        )


@dataclass(slots=True)
class FakeOwnAddress:
    """Responds to probes with the status for their signature, None for no response."""

    answer: Callable[[str | None], int | None] = lambda signature: 200 if signature else 400
    reached: list[str] = field(default_factory=list)

    async def deliver(self, address: str, headers: Mapping[str, str], body: bytes) -> int | None:
        self.reached.append(address)
        return self.answer(headers.get("x-signature"))
