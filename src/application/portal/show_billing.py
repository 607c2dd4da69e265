"""Use case: who has what, since when, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.execution.off_the_loop import off_the_loop
from application.ports.operations.clock import Clock
from application.ports.provider.provider import Providers, portals
from application.ports.storage.storage import Storage
from domain.billing.access import Access, access_of_subscription
from domain.billing.assembly import CustomerRecords, assemble_billing
from domain.billing.billing import Billing
from domain.customer import CustomerId, CustomerNotFound
from domain.intent import Intent
from domain.portal.router import PortalRouter
from domain.subscription import Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingView:
    """A customer's billing at one moment, and where its door leads."""

    door: PortalRouter
    grace: timedelta
    intents: Sequence[Intent] = field(init=False)
    """The intents that lead to a page if no subscription is named."""
    access: Access = field(init=False)

    def __post_init__(self) -> None:
        """Find out at once what takes everything into account."""
        object.__setattr__(self, "intents", self.door.available_intents())
        object.__setattr__(self, "access", self.billing.access(self.now, grace=self.grace))

    @property
    def billing(self) -> Billing:
        return self.door.billing

    @property
    def now(self) -> datetime:
        return self.door.now

    def intents_of(self, subscription: Subscription) -> Sequence[Intent]:
        return self.door.intents_of(subscription)

    def access_of(self, subscription: Subscription) -> Access:
        return access_of_subscription(subscription, self.now, grace=self.grace)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowBilling:
    """Answers from the mirror alone; no provider is asked. `grace`: how long an unpaid period is still served."""

    storage: Storage
    providers: Providers
    clock: Clock
    grace: timedelta

    async def __call__(self, customer_id: CustomerId) -> BillingView:
        """
        Raises:
            CustomerNotFound
        """
        facts = await self.storage.customer_records(customer_id)
        if facts is None:
            raise CustomerNotFound
        return await off_the_loop(facts.size, self._view, facts, self.clock.now())

    def _view(self, facts: CustomerRecords, now: datetime) -> BillingView:
        door = PortalRouter(billing=assemble_billing(facts), now=now, portals=portals(self.providers))
        return BillingView(door=door, grace=self.grace)
