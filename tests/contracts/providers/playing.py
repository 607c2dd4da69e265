"""A provider's deliveries and a customer's portal visits, run through the use cases on in-memory storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from application.customers.register_customer import RegisterCustomer, Registration
from application.fetching.fetch_due_objects import FetchDueObjects
from application.ingestion.apply_provider_event import ApplyProviderEvent
from application.ingestion.receive_webhook import ReceiveWebhook
from application.portal.open_customer_portal import OpenCustomerPortal, OpenedPortal, Opening
from application.portal.show_billing import ShowBilling
from application.ports.provider.event import ProviderEvent
from application.ports.storage.inbox import DeliveryStatus
from contracts.providers.under_test import ProviderUnderTest, Situation
from domain.intent import Intent
from domain.portal.destination import PortalTarget
from fakes.clock import FakeClock
from fakes.storage import InMemoryStorage

RETURN_URL = "https://app.example.com/billing"


@dataclass(kw_only=True)
class Play:
    """Runs the use cases. Calling the provider inside a unit of work fails the test."""

    under_test: ProviderUnderTest
    storage: InMemoryStorage = field(default_factory=InMemoryStorage)

    def __post_init__(self) -> None:
        self.clock = FakeClock(self.under_test.now)
        self.providers = {self.under_test.provider.name: self.under_test.provider}
        self.under_test.watch(self._refuse_inside_a_unit_of_work)

    async def arrange(self, situation: Situation) -> None:
        self.clock.moment = self.under_test.now
        register = RegisterCustomer(storage=self.storage, clock=self.clock)
        await register(Registration(customer_id=situation.customer_id))
        await self.deliver(situation.heard)
        if situation.meanwhile is not None:
            await self.visit(situation, Intent.MANAGE)
            situation.meanwhile()

    async def deliver(self, bodies: Sequence[bytes]) -> None:
        receive = ReceiveWebhook(providers=self.providers, keep=self._keep, clock=self.clock)
        for body in bodies:
            await receive(self.under_test.provider.name, self.under_test.signed(body, self.clock.now()), body)

    async def ask(self) -> int:
        """Process the fetch queue once."""
        return await FetchDueObjects(storage=self.storage, providers=self.providers, clock=self.clock)()

    async def visit(self, situation: Situation, intent: Intent) -> OpenedPortal:
        open_portal = OpenCustomerPortal(storage=self.storage, providers=self.providers, clock=self.clock)
        wish = PortalTarget(intent=intent, purchase=situation.purchase)
        return await open_portal(situation.customer_id, wish, Opening(return_url=RETURN_URL))

    async def listed(self, situation: Situation) -> Sequence[Intent]:
        """Return the intents that the customer is offered."""
        grace = timedelta(days=14)
        show = ShowBilling(storage=self.storage, providers=self.providers, clock=self.clock, grace=grace)
        return (await show(situation.customer_id)).door.available_intents(PortalTarget(purchase=situation.purchase))

    @property
    def statuses(self) -> set[DeliveryStatus]:
        """Return the statuses of the deliveries."""
        return {delivery.status for delivery in self.storage.tables.inbox.values()}

    async def _keep(self, event: ProviderEvent) -> None:
        await ApplyProviderEvent(storage=self.storage, clock=self.clock)([event])

    def _refuse_inside_a_unit_of_work(self) -> None:
        assert self.storage.open_units == 0, "a provider was called inside a unit of work"
