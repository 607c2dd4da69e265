"""A provider as the sandbox plays it, as far as all vendors have it in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from datetime import datetime, timedelta

from contracts.providers.sandbox_transport import SandboxTransport
from contracts.providers.under_test import Answer
from fakes.clock import FakeClock
from fakes.in_memory.rate_limits import InMemoryRateLimits
from payment_sandbox.deliveries.outgoing import WebhookMessage
from payment_sandbox.sandbox import Sandbox
from payment_sandbox.vendor import Vendor


class InSandbox:
    """A connection to a new, empty sandbox, which signs its webhooks."""

    def __init__(self, sandbox: Sandbox, vendor: Vendor, secrets: tuple[str, ...]) -> None:
        self.sandbox = sandbox
        self.transport = SandboxTransport(sandbox)
        self.clock = FakeClock(self.now)
        self.limits = InMemoryRateLimits(self.clock)
        self._vendor = vendor
        self._secrets = secrets

    @property
    def now(self) -> datetime:
        return self.sandbox.clock.now()

    def close(self) -> None:
        self.sandbox.close()

    async def wait(self, seconds: float) -> None:
        self.sandbox.move(timedelta(seconds=seconds))
        await self.clock.sleep(seconds)

    def signed(self, body: bytes, at: datetime, *, secret: int = 0) -> Mapping[str, str]:
        return self.signed_with(self._secrets[secret], body, at)

    def signed_with(self, secret: str, body: bytes, at: datetime) -> Mapping[str, str]:
        return {name.lower(): value for name, value in self._vendor.headers(secret, body, at).items()}

    def answer_with(self, answer: Answer | None) -> None:
        """Move the clock an hour ahead, past any cooldown."""
        self.clock.advance(timedelta(hours=1))
        self.transport.misbehaviour = answer

    def watch(self, on_call: Callable[[], None]) -> None:
        self.transport.on_call = on_call


def first_of_each(messages: Iterable[WebhookMessage], types: Set[str]) -> Mapping[str, bytes]:
    """Return the first body of each type of event."""
    found: dict[str, bytes] = {}
    for message in messages:
        if message.event_type in types:
            found.setdefault(message.event_type, message.body)
    return found
