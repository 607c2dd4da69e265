"""A connection to a small Stripe that holds what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from adapters.http import http_client
from adapters.providers.stripe.assembly import StripeConnection, assemble
from application.heard import Heard
from application.ports.provider import Provider
from domain.snapshot import ObjectKind, Snapshot
from fakes.stripe_api import FakeStripe
from unit.providers.stripe.reading import REFERENCES, ref


@dataclass(slots=True)
class Connected:
    """`pauses`: how long was waited between two tries."""

    api: FakeStripe
    provider: Provider
    pauses: list[float] = field(default_factory=list)

    async def ask(self, kind: ObjectKind, id_: str) -> Heard:
        answer = await self.provider.snapshots.ask(kind, ref(id_))
        assert isinstance(answer, Heard)
        return answer

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.api.calls]

    @property
    def last_request(self) -> dict[str, Any]:
        return self.api.calls[-1][2]


def connected(
    *held: dict[str, Any], monotonic: Callable[[], float] = lambda: 0.0, **configured: str | None
) -> Connected:
    api, pauses = FakeStripe(), list[float]()
    api.hold(*held)

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    provider = assemble(
        StripeConnection(api_key=api.key, webhook_secrets=("whsec_1",), livemode=False, **configured),
        http=http_client(api.transport()),
        references=REFERENCES,
        monotonic=monotonic,
        sleep=pause,
    )
    return Connected(api, provider, pauses)


def by_key(snapshots: Iterable[Snapshot]) -> set[str]:
    return {f"{kind} {ref.id}" for kind, ref in (snapshot.key for snapshot in snapshots)}
