"""A connection to a small fake Stripe that holds the given objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from adapters.http import http_client
from adapters.providers.stripe.assembly import StripeConnection, assemble
from application.ports.provider.provider import Provider
from application.ports.provider.updates import ProviderUpdate
from domain.mirror.snapshot import ObjectKind, Snapshot
from examples import NOON
from fakes.clock import FakeClock
from fakes.in_memory.rate_limits import InMemoryRateLimits
from fakes.stripe_api import FakeStripe
from unit.providers.stripe.reading import REFERENCES, ref


@dataclass(slots=True)
class Connected:
    """A fake Stripe with its provider; `limits` are the rate limits that all processes share."""

    api: FakeStripe
    provider: Provider
    clock: FakeClock
    limits: InMemoryRateLimits

    async def ask(self, kind: ObjectKind, id_: str) -> ProviderUpdate:
        answer = await self.provider.fetcher.fetch(kind, ref(id_))
        assert isinstance(answer, ProviderUpdate)
        return answer

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.api.calls]

    @property
    def last_request(self) -> dict[str, Any]:
        return self.api.calls[-1][2]


def connected(*held: dict[str, Any], monotonic: Callable[[], float] = lambda: 0.0, **configured: Any) -> Connected:
    api, clock = FakeStripe(), FakeClock(NOON)
    limits = InMemoryRateLimits(clock)
    api.hold(*held)
    provider = assemble(
        StripeConnection(api_key=api.key, webhook_secrets=("whsec_1",), livemode=False, **configured),
        http=http_client(api.transport()),
        references=REFERENCES,
        limits=limits,
        monotonic=monotonic,
        sleep=clock.sleep,
    )
    return Connected(api, provider, clock, limits)


def by_key(snapshots: Iterable[Snapshot]) -> set[str]:
    return {f"{kind} {ref.id}" for kind, ref in (snapshot.key for snapshot in snapshots)}
