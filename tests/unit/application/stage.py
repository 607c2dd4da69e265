"""The application on fakes: two providers, a clock at noon and a database that can be made to fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.event import DecodedEvent, ProviderEvent
from application.ports.provider.updates import FetchRequest, ProviderUpdate, SubscriptionPayment
from application.ports.storage.inbox import DeliveryStatus
from application.ports.storage.storage import ObjectKey
from application.use_cases import UseCases
from domain.billing.billing import Billing
from domain.customer import CustomerId
from domain.mirror.merge import MirrorRecord
from domain.mirror.snapshot import ObjectKind, Snapshot
from domain.ownership.claim import Claim
from domain.provider import ProviderName
from examples import ADA, ALPHA, BETA, NOON, ref
from fakes.clock import FakeClock
from fakes.failing import FailingProvider, FailingStorage
from fakes.in_memory.tables import Entry, Tables
from fakes.installation import FakeInstallation
from fakes.storage import InMemoryStorage
from silence.made_up import secret

SUBSCRIPTION = (ObjectKind.SUBSCRIPTION, ref("sub"))


def event(key: str, *snapshots: Snapshot, **facts: Any) -> ProviderEvent:
    """Build one webhook event from `claims`, `fetch_requests` and `payments`, or with `reading` as its content."""
    provider: ProviderName = facts.pop("provider", ALPHA)
    reading: DecodedEvent = facts.pop("reading", None) or ProviderUpdate(snapshots=snapshots, **facts)
    return ProviderEvent(provider=provider, key=key, type="made.up", decoded=reading, payload=secret("payload-secret"))


@dataclass(slots=True)
class Stage:
    """The use cases under test, with accessors for their effects."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))
    memory: InMemoryStorage = field(default_factory=InMemoryStorage)
    storage: FailingStorage = field(init=False)
    alpha: FailingProvider = field(init=False)
    beta: FailingProvider = field(init=False)
    use: UseCases = field(init=False)
    _told: int = 0

    def __post_init__(self) -> None:
        self.storage = FailingStorage(inner=self.memory)
        self.alpha = FailingProvider(name=ALPHA, storage=self.memory)
        self.beta = FailingProvider(name=BETA, storage=self.memory)
        self.connect(ALPHA, BETA)

    def connect(self, *names: ProviderName) -> None:
        """Configure only these providers from now on."""
        everybody = {ALPHA: self.alpha, BETA: self.beta}
        self.use = FakeInstallation(
            clock=self.clock,
            memory=self.memory,
            storage=self.storage,
            providers={name: everybody[name] for name in names},
            references=CheckoutReferenceSigner(key="user_id", secret="s" * 32),
        ).use_cases()

    async def hear(
        self,
        *snapshots: Snapshot,
        claims: tuple[Claim, ...] = (),
        fetch_requests: tuple[FetchRequest, ...] = (),
        payments: tuple[SubscriptionPayment, ...] = (),
    ) -> None:
        """Apply one webhook event with this content."""
        self._told += 1
        told = event(f"told-{self._told}", *snapshots, claims=claims, fetch_requests=fetch_requests, payments=payments)
        await self.use.apply_provider_event([told])
        assert self.tables.inbox[told.provider, told.key].status is DeliveryStatus.APPLIED

    async def ask(self, *, after: timedelta = timedelta()) -> int:
        """Advance the clock and process the fetch queue."""
        self.clock.advance(after)
        return await self.use.ask_provider()

    async def billing(self, customer: CustomerId = ADA) -> Billing:
        return await self.use.show_customer(customer)

    @property
    def tables(self) -> Tables:
        return self.memory.tables

    @property
    def agenda(self) -> dict[ObjectKey, Entry]:
        return self.tables.agenda

    def mirrored(self, key: ObjectKey = SUBSCRIPTION) -> MirrorRecord[Any]:
        return self.tables.mirror[key]
